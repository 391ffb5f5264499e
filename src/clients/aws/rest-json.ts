import { parseRecord } from '../../auth/parse-json.ts'
import type { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import type { HttpRequest, HttpResponse } from '../../effects/http.ts'
import { Failure } from '../../errors/failure.ts'
import { againByStatus, exchange } from '../exchange.ts'
import { type AwsOperation, maxAttempts } from './call.ts'
import { type AwsService, endpointFor, quoted } from './endpoint.ts'
import { notLikeAws } from './not-like-aws.ts'
import { refusal } from './refusal.ts'

/** One unsigned operation in the "REST JSON" protocol: what both services of IAM Identity Center speak. */
export interface RestCall {
  readonly service: Extract<AwsService, 'sso' | 'sso-oidc'>
  readonly region: string
  /** Wins over the environment. */
  readonly endpointUrl?: string
  readonly operation: string
  readonly method: 'GET' | 'POST'
  /** Without a leading slash. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly input?: object
  /** What the request holds, and no message may repeat. */
  readonly secrets: readonly Secret[]
  /** Least number of attempts; `AWS_MAX_ATTEMPTS` may ask for more. */
  readonly patience?: number
}

export interface RestAnswer {
  readonly call: RestCall
  readonly url: string
  readonly response: HttpResponse
  /** The body's object; empty when it holds none. */
  readonly output: Readonly<Record<string, unknown>>
  readonly tried: string
}

/**
 * Sends one request; throttling, server errors and broken connections are retried. Answers from 200 to 499
 * come back for the caller to judge.
 * @throws a `Failure` for everything else
 */
export async function callRest(
  call: RestCall,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<RestAnswer> {
  const url = restUrl(call, effects)
  const { response, tried } = await exchange(
    {
      subject: `${call.service}:${call.operation}`,
      maxAttempts: Math.max(maxAttempts(effects.env), call.patience ?? 1),
      request: () => requestOf(call, url),
      again: againByStatus,
    },
    effects,
  )
  const answer = { call, url, response, output: parseRecord(response.body) ?? {}, tried }
  if (response.status >= 500 || response.status === 429) throw refused(answer, effects)
  return answer
}

/** Where an operation is: the endpoint, its own path kept, and the operation's path and query. */
export function restUrl(
  call: Pick<RestCall, 'service' | 'region' | 'endpointUrl' | 'path' | 'query'>,
  { env }: Needs<'env'>,
): string {
  const url = new URL(call.endpointUrl === undefined ? endpointFor(call, env) : checked(call.endpointUrl))
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${call.path}`
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value)
  return url.href
}

/** An answer in the service's words, as the general rules for AWS services see it. */
export function refused(answer: RestAnswer, { clock }: Needs<'clock'>): Failure {
  const { call, url, response, tried } = answer
  const { service, region, operation, secrets } = call
  const asked: AwsOperation = { service, region, operation, actions: [], secrets }
  return refusal({ call: asked, url, response, tried, now: clock.now() })
}

/** An answer that looked right at first. */
export function flawed({ call, url, response }: RestAnswer, flaw: string): Failure {
  return notLikeAws({ place: `${call.service}:${call.operation}`, url, response, flaw })
}

function requestOf({ method, headers, input }: RestCall, url: string): HttpRequest {
  const all = { accept: 'application/json', 'user-agent': 'atmos-auth', ...headers }
  if (input === undefined) return { method, url, headers: all }
  return { method, url, headers: { ...all, 'content-type': 'application/json' }, body: JSON.stringify(input) }
}

function checked(endpointUrl: string): string {
  if (/^https?:\/\//i.test(endpointUrl) && URL.canParse(endpointUrl)) return endpointUrl
  throw new Failure({
    code: 'config-invalid',
    what: 'endpoint_url is not a web address',
    why: `it says ${quoted(endpointUrl)}`,
    next: 'Set it to an address like https://localhost:4566, or remove it',
  })
}
