import type { Needs } from '../../effects/effects.ts'
import type { Talk } from '../../effects/processes.ts'
import type { AwaitedPost, TakenPost } from './awaited-post.ts'
import { driveChrome } from './driven-chrome.ts'
import { watchPages } from './watch-pages.ts'

/** Milliseconds in which the page can be seen before the window goes. */
const farewellMs = 1500

/** Milliseconds for the browser to write its cookies and end. */
const endMs = 5000

/**
 * Opens a browser window and waits for a form to be posted to an awaited address. The form never gets there:
 * its fields are taken, and the person sees our page instead.
 * @throws an `Error` with `code: 'ENOENT'` when there is no such browser
 */
export async function takePost(
  awaited: AwaitedPost,
  { processes, clock }: Needs<'processes' | 'clock'>,
): Promise<TakenPost> {
  const talk = await processes.talk({ command: awaited.browser, args: argumentsOf(awaited) })
  const chrome = driveChrome(talk)
  let settle: (outcome: TakenPost) => void = () => {}
  const settled = new Promise<TakenPost>(resolve => {
    settle = resolve
  })
  const watching = watchPages({ chrome, awaited }, settle).then(seen =>
    settle(seen ?? { outcome: 'no-start', why: complaintOf(talk) }),
  )
  const timeOut = clock.sleep(awaited.limitMs, { background: true })
  const outcome = (await Promise.race([settled, timeOut])) ?? { outcome: 'too-late' }
  if (outcome.outcome === 'taken') await clock.sleep(farewellMs)
  void chrome.command('Browser.close')
  await talk.end(endMs)
  await watching
  return outcome
}

function argumentsOf({ profile }: AwaitedPost): readonly string[] {
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--hide-crash-restore-bubble',
    'about:blank',
  ]
}

/** The last line of what a browser complained about, without the place in its source. */
function complaintOf(talk: Talk): string {
  const lines = talk.lastWords().split('\n')
  const said = lines.map(line => line.replace(/^\[[^\]]*\]\s*/, '').trim())
  return said.findLast(line => line !== '')?.slice(0, 300) ?? 'it ended without a word'
}
