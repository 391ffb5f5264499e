import type { AwsCredentials } from '../../auth/credentials.ts'
import type { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import type { Environment } from '../../effects/environment.ts'
import type { HttpRequest, HttpResponse } from '../../effects/http.ts'
import type { FailureCode } from '../../errors/codes.ts'
import { againByStatus, exchange } from '../exchange.ts'
import type { ReasonToRetry } from '../retry.ts'
import { type AwsService, type EndpointVariant, endpointFor } from './endpoint.ts'
import { readServiceError } from './service-error.ts'
import { sign } from './sigv4.ts'
import { isThrottling } from './throttling.ts'

/** One operation of an AWS service, whatever form its protocol gives it. */
export interface AwsOperation {
  readonly service: AwsService
  readonly region: string
  readonly variant?: EndpointVariant
  /** As IAM spells it after the colon: `GetAuthorizationToken`. */
  readonly operation: string
  /** IAM actions the caller must be allowed, all of them. */
  readonly actions: readonly string[]
  /** What the actions must be allowed on; `*` when absent. */
  readonly resource?: string
  /** How a denial of this operation is told, where something else helps than allowing the actions. */
  readonly denied?: { readonly code: FailureCode; readonly next: string }
  /** Absent for operations that are not signed. */
  readonly credentials?: AwsCredentials
  /** What the request holds besides the credentials, and no message may repeat. */
  readonly secrets?: readonly Secret[]
}

/** An operation in the form in which it is sent. */
export interface AwsCall extends AwsOperation {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A successful answer, and what a complaint about its content needs to know. */
export interface AwsAnswer {
  readonly body: string
  readonly response: HttpResponse
  readonly call: AwsCall
  readonly url: string
}

type CallNeeds = Needs<'http' | 'clock' | 'env' | 'random'>

/**
 * Sends one signed request, with AWS's manners: retries for throttling, server errors and broken connections,
 * never for a denial, all inside the command's deadline.
 * @throws a `Failure` in the words of the service
 */
export async function callAws(call: AwsCall, effects: CallNeeds): Promise<AwsAnswer> {
  const url = endpointFor({ service: call.service, region: call.region, ...call.variant }, effects.env)
  const { response, tried } = await exchange(
    {
      subject: `${call.service}:${call.operation}`,
      maxAttempts: maxAttempts(effects.env),
      request: () => requestOf(call, { url, now: effects.clock.now() }),
      again: reasonToRetry,
    },
    effects,
  )
  if (response.status !== 200) {
    const { refusal } = await import('./refusal.ts')
    throw refusal({ call, url, response, tried, now: effects.clock.now() })
  }
  return { body: response.body, response, call, url }
}

function requestOf(call: AwsCall, { url, now }: { url: string; now: number }): HttpRequest {
  const { credentials, service, region, headers, body } = call
  const request: HttpRequest = { method: 'POST', url, headers, body }
  const signed =
    credentials === undefined ? request : sign(request, { service, region, credentials, at: now })
  // After signing, because a proxy may rewrite this one.
  return { ...signed, headers: { ...signed.headers, 'user-agent': 'atmos-auth' } }
}

function reasonToRetry(response: HttpResponse): ReasonToRetry | undefined {
  if (response.status === 200) return undefined
  const code = readServiceError(response)?.code
  if (isThrottling(code)) return 'throttled'
  return againByStatus(response) ?? (code === 'IDPCommunicationError' ? 'transient' : undefined)
}

/** `AWS_MAX_ATTEMPTS`, 3 when absent or not a number. */
export function maxAttempts(env: Pick<Environment, 'get'>): number {
  const asked = env.get('AWS_MAX_ATTEMPTS') ?? ''
  return /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 3
}
