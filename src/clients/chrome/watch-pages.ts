import { isRecord } from '../../auth/parse-json.ts'
import type { AwaitedPost, TakenPost } from './awaited-post.ts'
import type { DrivenChrome, Fields } from './driven-chrome.ts'

interface Watch {
  readonly chrome: DrivenChrome
  readonly awaited: AwaitedPost
}

/**
 * Sends the first page of a browser off and watches all its pages until the awaited post is made or the last
 * one is closed.
 * @param settle told at once what ends the wait, while the page goes on being there
 * @returns `undefined` when the browser ended before it had a page
 */
export async function watchPages(
  watch: Watch,
  settle: (outcome: TakenPost) => void,
): Promise<TakenPost | undefined> {
  const { chrome, awaited } = watch
  const patterns = awaited.patterns.map(urlPattern => ({ urlPattern }))
  await chrome.command('Fetch.enable', { patterns })
  void chrome.command('Target.setDiscoverTargets', { discover: true })
  const pages = new Set<unknown>()
  for (let event = await chrome.nextEvent(); event !== undefined; event = await chrome.nextEvent()) {
    const { method, params } = event
    if (method === 'Target.targetCreated' && isPage(params)) {
      const id = isRecord(params.targetInfo) ? params.targetInfo.targetId : undefined
      if (pages.size === 0) void sendOff(watch, id).then(failed => failed && settle(failed))
      pages.add(id)
    }
    if (method === 'Target.targetDestroyed' && pages.delete(params.targetId) && pages.size === 0) {
      return { outcome: 'closed' }
    }
    if (method === 'Fetch.requestPaused') {
      const body = await intercept(watch, params)
      if (body !== undefined) settle({ outcome: 'taken', body })
    }
  }
  return pages.size === 0 ? undefined : { outcome: 'closed' }
}

function isPage({ targetInfo }: Fields): boolean {
  return isRecord(targetInfo) && targetInfo.type === 'page'
}

/** @returns what went wrong when the start address cannot be opened */
async function sendOff({ chrome, awaited }: Watch, targetId: unknown): Promise<TakenPost | undefined> {
  const attached = await chrome.command('Target.attachToTarget', { targetId, flatten: true })
  const session = String(attached?.sessionId)
  const navigated = await chrome.command('Page.navigate', { url: awaited.startUrl }, session)
  const why = navigated?.errorText
  // A sign-in that begins with a download or an empty answer was not lost.
  if (typeof why !== 'string' || why === 'net::ERR_ABORTED') return undefined
  return { outcome: 'unreachable', why }
}

/** @returns the form, when this is the awaited one */
async function intercept({ chrome, awaited }: Watch, params: Fields): Promise<string | undefined> {
  const { requestId } = params
  const request = isRecord(params.request) ? params.request : {}
  const { method, url, postData } = request
  if (
    method !== 'POST' ||
    typeof url !== 'string' ||
    typeof postData !== 'string' ||
    !awaited.isAwaited(url)
  ) {
    await chrome.command('Fetch.continueRequest', { requestId })
    return undefined
  }
  await chrome.command('Fetch.fulfillRequest', {
    requestId,
    responseCode: 200,
    responseHeaders: Object.entries(awaited.page.headers).map(([name, value]) => ({ name, value })),
    body: Buffer.from(awaited.page.body).toString('base64'),
  })
  return postData
}
