import { basename, join } from 'node:path'
import type { Secret } from '../../../auth/secret.ts'
import { isSamlEndpoint } from '../../../aws/console-hosts.ts'
import { takePost } from '../../../clients/chrome/take-post.ts'
import type { Effects, Needs } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { systemCode, wordsOf } from '../../../errors/to-failure.ts'
import { callbackPage, pageHeaders } from '../../sign-in/callback-page.ts'
import { noStart, responseOf } from './saml-outcome.ts'
import type { SamlSignIn, SamlWay } from './saml-way.ts'

/**
 * Signs a person in in a window of an installed Chrome or Edge with a folder of its own, so that the identity
 * provider remembers them next time. The response is taken on its way to AWS.
 */
export function samlInWindow(signIn: SamlSignIn, effects: Needs<'terminal' | 'browser'>): SamlWay {
  mustBeAttended(signIn, effects)
  const browser = browserFor(signIn, effects)
  return outside => inWindow({ ...signIn, browser }, outside)
}

interface SignInWindow extends SamlSignIn {
  /** The program. */
  readonly browser: string
}

async function inWindow(
  { spec, host, folder, limitMs, browser }: SignInWindow,
  effects: Effects,
): Promise<Secret> {
  const { terminal } = effects
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
  { name, host }: SamlSignIn,
  { terminal, browser }: Needs<'terminal' | 'browser'>,
): void {
  if (terminal.canSignIn && browser.available) return
  throw new Failure({
    code: 'login-required',
    what: `Somebody must sign in to ${host} for provider ${name}`,
    why: browser.available ? 'nobody can be asked here' : 'no browser window can open here',
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
