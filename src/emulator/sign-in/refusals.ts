import type { HttpResponse } from '../../effects/http.ts'
import { restAnswer } from '../protocol/rest-json.ts'
import { type CommonReason, type OwnReason, Refusal, wireReason } from '../refusal.ts'

/** What the sign-in service's `error` can say. Source: the model of the SDK's client. */
type SignInError =
  | 'TOKEN_EXPIRED'
  | 'USER_CREDENTIALS_CHANGED'
  | 'INSUFFICIENT_PERMISSIONS'
  | 'AUTHCODE_EXPIRED'
  | 'invalid_request'

const denied: OwnReason = { code: 'AccessDeniedException', status: 400 }
const invalid: OwnReason = { code: 'ValidationException', status: 400 }

/** A refusal whose message begins with the `error` it is told with. */
export function signInRefusal(error: SignInError, words: string): Refusal {
  return new Refusal(error === 'invalid_request' ? invalid : denied, `${error}: ${words}`)
}

const common: Readonly<Record<CommonReason, OwnReason>> = {
  'missing-signature': denied,
  'incomplete-signature': invalid,
  'unknown-key': denied,
  'expired-key': denied,
  'bad-signature': denied,
  denied,
  throttled: { code: 'TooManyRequestsError', status: 429 },
  broken: { code: 'InternalServerException', status: 500 },
  'unknown-operation': invalid,
  invalid,
}

const errors: Readonly<Record<string, string>> = {
  TooManyRequestsError: 'rate_exceeded',
  InternalServerException: 'server_error',
  AccessDeniedException: 'INSUFFICIENT_PERMISSIONS',
  ValidationException: 'invalid_request',
}

/** A refusal as the sign-in service words it: `error` and `message`, its class in a header. */
export function refuseAsSignIn(refusal: Refusal): HttpResponse {
  const { code, status } = wireReason(refusal, common)
  const [, named, message = refusal.message] = /^(\w+): (.*)$/s.exec(refusal.message) ?? []
  const body = { error: named ?? errors[code] ?? 'server_error', message }
  return restAnswer({ status, body, errorType: code })
}
