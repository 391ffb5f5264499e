import { presentable } from '../../auth/scrub.ts'
import type { RestAnswer } from './rest-json.ts'

/** What SSO OIDC says instead of an answer. Some of these are steps of a sign-in and no failures. */
export interface OidcRefusal {
  /** By its OAuth name: `authorization_pending`, `slow_down`, `expired_token`, `access_denied`, `invalid_grant`, … */
  readonly refused: string
  /** Name and description, for people. */
  readonly words: string
}

/** Whether an answer of the client is a refusal. */
export function isRefusal(answer: object): answer is OidcRefusal {
  return 'refused' in answer
}

/**
 * Reads the refusal of an answer: the name stands in the body's `error`, in its absence the class in
 * `x-amzn-errortype` tells it; `message` is not used by this service.
 * @returns `undefined` for a success, and for what this service would never say
 */
export function readOidcRefusal({ call, response, output }: RestAnswer): OidcRefusal | undefined {
  if (response.status === 200) return undefined
  const named = typeof output.error === 'string' && /^[\w.-]{1,64}$/.test(output.error) ? output.error : ''
  const refused = named || oauthName(response.headers['x-amzn-errortype'])
  if (refused === '') return undefined
  const description = typeof output.error_description === 'string' ? output.error_description : ''
  const told = presentable(description, call.secrets)
  return { refused, words: told === '' ? refused : `${refused}: ${told}` }
}

/** `AuthorizationPendingException` is `authorization_pending`. */
function oauthName(errorType: string | undefined): string {
  const [, name] = /(\w+?)(?:Exception)?(?::|$)/.exec(errorType?.replace(/^.*#/, '') ?? '') ?? []
  return (name ?? '').replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
}
