import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { foldersOf } from '../../../auth/folders.ts'
import { whileAPersonDecides } from '../../../auth/person-time.ts'
import type { Secret } from '../../../auth/secret.ts'
import { isSamlEndpoint } from '../../../aws/console-hosts.ts'
import { takePost } from '../../../clients/chrome/take-post.ts'
import type { Effects, Needs } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { systemCode, wordsOf } from '../../../errors/to-failure.ts'
import { callbackPage, pageHeaders } from '../../sign-in/callback-page.ts'
import { takeTurn } from '../../sign-in/turn.ts'
import type { SamlSpec } from './saml.ts'
import { handedOver, handOver } from './saml-handover.ts'
import { noStart, responseOf } from './saml-outcome.ts'

export interface SamlSignIn {
  /** Name of the provider's entry. */
  readonly name: string
  readonly spec: SamlSpec
}

/** How long a person may take, milliseconds: as long as the sign-in to IAM Identity Center. */
const limitMs = 10 * 60_000

/**
 * Signs a person in at the identity provider: in a window of an installed Chrome or Edge with a folder of its
 * own, so that the identity provider remembers them next time. The response is taken on its way to AWS.
 * Processes that want the same sign-in at the same time share one window.
 */
export async function samlByBrowser(signIn: SamlSignIn, effects: Effects): Promise<Secret> {
  const { clock } = effects
  mustBeAttended(signIn, effects)
  const window = {
    ...signIn,
    browser: browserFor(signIn, effects),
    folder: folderFor(signIn.spec.url, effects),
  }
  return await whileAPersonDecides(async () => {
    const since = clock.now()
    // One browser at a time may use a folder.
    const turn = { path: join(window.folder, 'response.json'), subject: hostOf(signIn), limitMs }
    const release = await takeTurn(turn, effects)
    try {
      const shared = handedOver(window.folder, { since }, effects)
      if (shared !== undefined) return shared
      const response = await inWindow(window, effects)
      handOver(window.folder, response, effects)
      return response
    } finally {
      release()
    }
  }, effects)
}

interface SignInWindow extends SamlSignIn {
  readonly browser: string
  readonly folder: string
}

async function inWindow({ spec, browser, folder }: SignInWindow, effects: Effects): Promise<Secret> {
  const { terminal } = effects
  const host = hostOf({ spec })
  terminal.say(`Sign in to ${host} in the browser window that opens (${basename(browser)})\n`)
  const driver = spec.driver ?? spec.provider_type
  if (driver !== undefined && driver.toLowerCase() !== 'browser') {
    terminal.say(`  The browser stands in for driver ${driver}\n`)
  }
  const spinner = terminal.spin('Waiting for you to finish in the browser (Ctrl-C stops)')
  try {
    const text = `You are signed in to ${host}.\nThis window closes by itself; go on in your terminal.`
    const page = {
      headers: pageHeaders(),
      body: callbackPage({ outcome: 'success', title: 'Signed in', text }),
    }
    const taken = await takePost(
      {
        browser,
        profile: join(folder, 'browser'),
        startUrl: spec.url,
        patterns: ['https://*/saml*'],
        isAwaited: isSamlEndpoint,
        page,
        limitMs,
      },
      effects,
    )
    return responseOf(taken, { host, browser, limitMs })
  } catch (thrown) {
    if (thrown instanceof Failure || systemCode(thrown) === undefined) throw thrown
    throw noStart(browser, wordsOf(thrown))
  } finally {
    spinner.stop()
  }
}

/** A window is of use only to somebody who sits in front of it. */
function mustBeAttended(
  { name, spec }: SamlSignIn,
  { terminal, browser }: Needs<'terminal' | 'browser'>,
): void {
  if (terminal.canSignIn && browser.available) return
  throw new Failure({
    code: 'login-required',
    what: `Somebody must sign in to ${hostOf({ spec })} for provider ${name}`,
    why: browser.available
      ? 'nobody is here to do it: this is no terminal, or a build service'
      : 'no browser window can open here',
    next: 'Sign in at a terminal where a browser can open, or hand a response over: add --saml-response-file FILE (- for standard input)',
  })
}

function browserFor({ spec }: SamlSignIn, { browser }: Needs<'browser'>): string {
  const configured = spec.browser_executable_path
  if (configured !== undefined) return configured
  const found = browser.chrome(spec.browser_type)
  if (found !== undefined) return found
  throw new Failure({
    code: 'login-required',
    what: 'No browser was found that can be driven through the sign-in',
    why: `${spec.browser_type === undefined ? 'no Chrome, Edge, Chromium or Brave is' : `${spec.browser_type} is not`} installed in a usual place or on PATH`,
    next: 'Install Google Chrome, or set browser_executable_path of the provider in atmos.yaml',
  })
}

/** The identity provider, for people. */
function hostOf({ spec }: Pick<SamlSignIn, 'spec'>): string {
  return new URL(spec.url).host
}

/** Where the browser's folder of one identity provider is. */
function folderFor(url: string, effects: Needs<'env'>): string {
  const fingerprint = createHash('sha256').update(url).digest('hex').slice(0, 16)
  return join(foldersOf(effects).state(), 'saml', fingerprint)
}
