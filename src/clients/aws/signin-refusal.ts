import { isText, parseRecord } from '../../auth/parse-json.ts'
import { presentable } from '../../auth/scrub.ts'
import type { Secret } from '../../auth/secret.ts'
import type { HttpResponse } from '../../effects/http.ts'
import type { FailureCode } from '../../errors/codes.ts'
import { Failure } from '../../errors/failure.ts'
import { bareCode } from './service-error.ts'

/** The sign-in service's no. */
export interface SignInRefusal {
  /** In the service's own spelling: `TOKEN_EXPIRED`, `invalid_grant`, … */
  readonly refused: string
  /** Name and description, for people. */
  readonly words: string
}

/** Whether an answer of the client is a refusal. */
export function isSignInRefusal(answer: object): answer is SignInRefusal {
  return 'refused' in answer
}

/**
 * @param secrets what was sent, and must not be shown though the service may repeat it
 * @returns `undefined` when this is not how the service says no
 */
export function readSignInRefusal(
  response: HttpResponse,
  secrets: readonly Secret[],
): SignInRefusal | undefined {
  const body = parseRecord(response.body)
  const named = [body?.error, response.headers['x-amzn-errortype'], body?.__type].find(isText)
  if (body === undefined || named === undefined) return undefined
  const refused = bareCode(named)
  if (!/^[\w.-]{1,64}$/.test(refused)) return undefined
  const told = [body.message, body.error_description].find(isText) ?? ''
  const words = presentable(told, secrets)
  return { refused, words: words === '' ? refused : `${refused}: ${words}` }
}

/** Refusals after which a refresh token is good for nothing: Atmos forgets it on these, and so do we. */
const endings = new Set(['TOKEN_EXPIRED', 'USER_CREDENTIALS_CHANGED', 'invalid_grant', 'invalid_token'])

/** Whether a session has ended, so that somebody must sign in again. */
export function endsSession({ refused }: SignInRefusal): boolean {
  return endings.has(refused)
}

interface Verdict {
  readonly code: FailureCode
  readonly what: string
  readonly next: string
}

const again = 'Run the same command again'

const verdicts: Readonly<Record<string, Verdict>> = {
  AUTHCODE_EXPIRED: {
    code: 'sign-in-denied',
    what: 'The sign-in took too long: its code has expired',
    next: `${again}, and finish in the browser within a few minutes`,
  },
  TOKEN_EXPIRED: { code: 'credentials-expired', what: 'The sign-in session has expired', next: again },
  USER_CREDENTIALS_CHANGED: {
    code: 'credentials-expired',
    what: 'The password was changed since the sign-in',
    next: `${again}, and sign in with the new one`,
  },
  INSUFFICIENT_PERMISSIONS: {
    code: 'access-denied',
    what: 'This user may not sign in for programs',
    next: 'Let an administrator allow signin:AuthorizeOAuth2Access and signin:CreateOAuth2Token (the managed policy SignInLocalDevelopmentAccess holds both)',
  },
  RESOURCE_NOT_FOUND: {
    code: 'request-refused',
    what: 'The sign-in service does not know this kind of sign-in',
    next: 'Check the Region of the identity: the sign-in service may not be there yet',
  },
  SERVICE_QUOTA_EXCEEDED: {
    code: 'request-refused',
    what: 'This user has too many sign-in sessions',
    next: 'Sign out elsewhere, or wait until older sessions have ended',
  },
  CONFLICT: {
    code: 'request-refused',
    what: 'Another sign-in of this user went on at the same moment',
    next: again,
  },
  rate_exceeded: {
    code: 'service-throttled',
    what: 'The sign-in service is throttling',
    next: 'Wait a moment and try again',
  },
  server_error: { code: 'service-failed', what: 'The sign-in service failed', next: 'Try again in a moment' },
}

/** The same refusal under its other names. */
const sameAs: Readonly<Record<string, string>> = {
  invalid_grant: 'AUTHCODE_EXPIRED',
  invalid_token: 'TOKEN_EXPIRED',
  AccessDeniedException: 'INSUFFICIENT_PERMISSIONS',
  access_denied: 'INSUFFICIENT_PERMISSIONS',
  TooManyRequestsError: 'rate_exceeded',
  InternalServerException: 'server_error',
  service_unavailable: 'server_error',
}

/** A refusal as a failure, each with its own sentence. */
export function signInFailure({ refused, words }: SignInRefusal): Failure {
  const { code, what, next } = verdicts[sameAs[refused] ?? refused] ?? {
    code: 'request-refused',
    what: 'The sign-in service refused the request',
    next: 'Run it again with --verbose; a clock that is wrong by minutes is one reason',
  }
  return new Failure({ code, what, why: words, next, details: { serviceCode: refused } })
}
