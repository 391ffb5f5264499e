import type { Secret } from '../../../auth/secret.ts'
import type { TakenPost } from '../../../clients/chrome/awaited-post.ts'
import { Failure } from '../../../errors/failure.ts'
import { samlResponseIn } from './saml-form.ts'

export interface SamlVisit {
  /** Where the person signed in, for people. */
  readonly host: string
  readonly browser: string
  readonly limitMs: number
}

/** The response that a browser window brought. @throws Failure with what happened instead */
export function responseOf(taken: TakenPost, { host, browser, limitMs }: SamlVisit): Secret {
  switch (taken.outcome) {
    case 'taken': {
      const response = samlResponseIn(taken.body)
      if (response !== undefined) return response
      throw new Failure({
        code: 'service-answer-invalid',
        what: `${host} sent the browser to AWS without a SAML response`,
        next: 'Check the url of the provider in atmos.yaml: it must be the sign-in page of your AWS application',
      })
    }
    case 'closed':
      throw new Failure({
        code: 'sign-in-denied',
        what: `The sign-in to ${host} was cancelled`,
        why: 'its browser window was closed',
        next: 'Run the same command again',
      })
    case 'too-late':
      throw new Failure({
        code: 'login-required',
        what: `Nobody finished the sign-in to ${host} in time`,
        why: `no SAML response was posted to AWS within ${limitMs / 60_000} minutes`,
        next: 'Run the same command again',
      })
    case 'unreachable':
      throw new Failure({
        code: 'service-unreachable',
        what: `The browser could not open ${host}`,
        why: taken.why,
        next: 'Check the network, and the url of the provider in atmos.yaml',
      })
    case 'no-start':
      throw noStart(browser, taken.why)
  }
}

/** The program was found, but no window came of it. */
export function noStart(browser: string, why: string): Failure {
  return new Failure({
    code: 'login-required',
    what: `The browser ${browser} did not start`,
    why,
    next: 'Try another one with browser_executable_path, or hand a response over with --saml-response-file',
  })
}
