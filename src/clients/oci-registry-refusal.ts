import type { Login } from '../auth/login.ts'
import { isRecord, parseRecord } from '../auth/parse-json.ts'
import { presentable } from '../auth/scrub.ts'
import { Secret } from '../auth/secret.ts'
import type { HttpResponse } from '../effects/http.ts'
import type { FailureCode } from '../errors/codes.ts'
import { Failure } from '../errors/failure.ts'

/** A login that was not taken, in the registry's own words. */
export function refusedBy(login: Login, response: HttpResponse): Failure {
  const { registry } = login
  const code = codeOf(response.status)
  return new Failure({
    code,
    what:
      code === 'request-refused'
        ? `${registry} does not take the login that AWS gave for it`
        : `${registry} could not verify the login`,
    why: wordsOf(login, response),
    next:
      code === 'request-refused'
        ? 'Check the account and Region of the registry; nothing was written. Without --verify it would be'
        : 'Try again, or leave --verify out: the login itself was had',
    details: { registry, status: response.status },
  })
}

/** An answer that no registry should give. */
export function registryAnswerInvalid({ registry }: Login, why: string): Failure {
  return new Failure({
    code: 'service-answer-invalid',
    what: `${registry} did not answer like a container registry`,
    why,
    next: 'Check what answers under that name: a proxy, a mirror?',
    details: { registry },
  })
}

function codeOf(status: number): FailureCode {
  if (status === 400 || status === 401 || status === 403) return 'request-refused'
  if (status === 429) return 'service-throttled'
  return status >= 500 ? 'service-failed' : 'service-answer-invalid'
}

function wordsOf({ username, password }: Login, { status, body }: HttpResponse): string {
  const asSent = new Secret(`${username}:${password.expose()}`)
  const words = messageIn(body) ?? body
  const said = presentable(words.replace(/\s+/g, ' '), [password, asSent])
  return said === '' ? `it answered ${status} and said nothing` : `${said} (${status})`
}

/** Errors as the distribution specification spells them: `{"errors":[{"code","message"}]}`. */
function messageIn(body: string): string | undefined {
  const errors = parseRecord(body)?.errors
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  if (!isRecord(first)) return undefined
  const parts = [first.code, first.message].filter(part => typeof part === 'string')
  return parts.length === 0 ? undefined : parts.join(': ')
}
