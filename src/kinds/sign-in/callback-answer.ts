import { Secret } from '../../auth/secret.ts'
import type { HttpRequest } from '../../effects/http.ts'
import { sameState } from './pkce.ts'

/** What a browser brings back: a code, or the service's no in words for people. */
export type CallbackAnswer = { readonly code: Secret } | { readonly error: string }

/** How a sign-in knows its own answer. */
export interface ExpectedAnswer {
  readonly state: string
  /** Names of the fields in which a form is posted; without them code and state stand in the address. */
  readonly form?: { readonly code: string; readonly state: string }
}

/** What the browser brought; `undefined` unless it belongs to this very sign-in. */
export function readAnswer(request: HttpRequest, expected: ExpectedAnswer): CallbackAnswer | undefined {
  const fields = fieldsOf(request, expected)
  const state = fields.get('state')
  const error = fields.get('error')
  // A service may forget the state when it says no; a wrong one is never ours.
  const isOurs = state === null ? error !== null : sameState(state, expected.state)
  if (!isOurs) return undefined
  if (error !== null) {
    const description = fields.get('error_description')
    const words = description ? `${error}: ${description}` : error
    return { error: words.replace(/\p{Cc}+/gu, ' ').slice(0, 300) }
  }
  const code = fields.get('code')
  return code ? { code: new Secret(code) } : undefined
}

function fieldsOf({ url, body = '' }: HttpRequest, { form }: ExpectedAnswer): URLSearchParams {
  if (form === undefined) return new URL(url).searchParams
  const posted = new URLSearchParams(body)
  return new URLSearchParams({ code: posted.get(form.code) ?? '', state: posted.get(form.state) ?? '' })
}
