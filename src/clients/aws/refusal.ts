import { scrub } from '../../auth/scrub.ts'
import type { HttpResponse } from '../../effects/http.ts'
import type { FailureCode } from '../../errors/codes.ts'
import { Failure } from '../../errors/failure.ts'
import type { AwsOperation } from './call.ts'
import { readSkew, skewFailure } from './clock-skew.ts'
import { notLikeAws } from './not-like-aws.ts'
import { deniedHint, keyHint } from './refusal-hints.ts'
import { readServiceError, type ServiceError } from './service-error.ts'
import { isThrottling } from './throttling.ts'

/** An answer that is not a success, with all that explains it. */
export interface Refused {
  readonly call: AwsOperation
  readonly url: string
  readonly response: HttpResponse
  /** How hard it was tried, in words. */
  readonly tried: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Turns a service's no into a `Failure`: its own words, and what to do about them. */
export function refusal(refused: Refused): Failure {
  const error = readServiceError(refused.response)
  if (error === undefined) return withoutWords(refused)
  const { call, response, tried } = refused
  const place = `${call.service}:${call.operation} in ${call.region}`
  const why = wordsOf(error, call)
  if (response.status === 429 || isThrottling(error.code)) {
    const next = 'Wait a moment and try again; AWS_MAX_ATTEMPTS=10 makes it try longer'
    return new Failure({
      code: 'service-throttled',
      what: `AWS is throttling ${place}`,
      why: `${why} (${tried})`,
      next,
    })
  }
  if (response.status >= 500) {
    const next = 'Try again; https://health.aws.amazon.com shows known trouble'
    return new Failure({
      code: 'service-failed',
      what: `AWS failed at ${place}`,
      why: `${why} (${tried})`,
      next,
    })
  }
  const skew = readSkew(error, refused)
  if (skew !== undefined) return skewFailure(skew, { place, why })
  const { code, next } = verdict(error, call)
  const details = { serviceCode: error.code, ...(areDead(error) ? { credentials: 'dead' } : {}) }
  return new Failure({ code, what: `AWS refused ${place}`, why, next, details })
}

/** Whether the service does not know the credentials, or not any more: no other request will pass with them. */
function areDead({ code }: ServiceError): boolean {
  return /^(Expired(Token|TradeInToken)|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure)/.test(
    code,
  )
}

function verdict(error: ServiceError, call: AwsOperation): { code: FailureCode; next: string } {
  if (/^(AccessDenied|NotAuthorized|UnauthorizedOperation)/.test(error.code)) {
    return { code: call.denied?.code ?? 'access-denied', next: deniedHint(error, call) }
  }
  if (/^Expired(Token|TradeInToken)/.test(error.code)) {
    return { code: 'credentials-expired', next: expiredHint(call) }
  }
  if (error.code === 'RegionDisabledException') {
    return {
      code: 'request-refused',
      next: `Use another Region, or let an administrator switch ${call.region} on for the account`,
    }
  }
  return { code: 'request-refused', next: keyHint(error, call) }
}

function expiredHint({ credentials }: AwsOperation): string {
  const source = credentials?.source
  if (source === 'environment')
    return 'Get new keys and export them, or unset AWS_ACCESS_KEY_ID to use a profile'
  if (source?.startsWith('profile '))
    return `Renew the credentials of ${source}, or name another: export AWS_PROFILE=NAME`
  return 'Sign in again: atmos auth login'
}

/** The service's code and message, without what must not be shown: AWS may quote the signed headers. */
function wordsOf({ code, message }: ServiceError, { credentials, secrets = [] }: AwsOperation): string {
  const [said = ''] = message.split(/\s*The Canonical String for this request/, 1)
  const shown = scrub(said, [credentials?.sessionToken, credentials?.secretAccessKey, ...secrets])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  const plain = shown.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
  return plain === '' ? code : `${code}: ${plain.length > 1000 ? `${plain.slice(0, 1000)}…` : plain}`
}

function withoutWords(refused: Refused): Failure {
  const { call, response, tried, url } = refused
  const host = new URL(url).host
  const place = `${call.service}:${call.operation}`
  if (response.status === 429) {
    return new Failure({
      code: 'service-throttled',
      what: `${host} is throttling ${place}`,
      why: `it answered 429 (${tried})`,
      next: 'Wait a moment and try again',
    })
  }
  if (response.status < 500) return notLikeAws({ place, url, response })
  return new Failure({
    code: 'service-failed',
    what: `${host} failed at ${place}`,
    why: `it answered ${response.status} without a reason (${tried})`,
    next: 'Try again; check HTTPS_PROXY and AWS_ENDPOINT_URL if it stays so',
  })
}
