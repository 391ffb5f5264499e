import type { AwsCredentials } from '../../auth/credentials.ts'
import { parseRecord } from '../../auth/parse-json.ts'
import { Secret } from '../../auth/secret.ts'
import { consoleHosts } from '../../aws/console-hosts.ts'
import type { Partition } from '../../aws/partitions.ts'
import type { Needs } from '../../effects/effects.ts'
import type { HttpResponse } from '../../effects/http.ts'
import { Failure } from '../../errors/failure.ts'
import { againByStatus, exchange } from '../exchange.ts'
import { maxAttempts } from './call.ts'
import { customEndpoint } from './endpoint.ts'
import { notLikeAws } from './not-like-aws.ts'

const subject = 'signin:GetSigninToken'

export interface SigninTokenRequest {
  /** Temporary ones; the endpoint takes no others. */
  readonly credentials: AwsCredentials & { readonly sessionToken: Secret }
  readonly partition: Partition['id']
  /** 900 to 43200; refused for credentials of chained roles and of `GetFederationToken`. */
  readonly durationSeconds?: number | undefined
}

/**
 * Exchanges credentials for a token that a browser can sign in to the console with, within 15 minutes.
 * Source: the guide of IAM, "Enabling custom identity broker access to the AWS console".
 */
export async function getSigninToken(
  request: SigninTokenRequest,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<Secret> {
  const place = federationEndpoint(request.partition, effects)
  const url = `${place}?${queryOf(request)}`
  const { response } = await exchange(
    {
      subject,
      maxAttempts: maxAttempts(effects.env),
      request: () => ({ method: 'GET', url, headers: { 'user-agent': 'atmos-auth' } }),
      again: againByStatus,
    },
    effects,
  )
  const token = response.status === 200 ? parseRecord(response.body)?.SigninToken : undefined
  if (typeof token === 'string' && token !== '') return new Secret(token)
  throw refused(response, { request, place })
}

/** Where a partition federates: `AWS_ENDPOINT_URL_SIGNIN` and `AWS_ENDPOINT_URL` count here as well. */
export function federationEndpoint(partition: Partition['id'], { env }: Needs<'env'>): string {
  const base = customEndpoint('signin', env) ?? `https://${consoleHosts(partition).signIn}/`
  return `${base.replace(/\/+$/, '')}/federation`
}

function queryOf({ credentials, durationSeconds }: SigninTokenRequest): string {
  const session = {
    sessionId: credentials.accessKeyId,
    sessionKey: credentials.secretAccessKey.expose(),
    sessionToken: credentials.sessionToken.expose(),
  }
  return new URLSearchParams({
    Action: 'getSigninToken',
    ...(durationSeconds === undefined ? {} : { SessionDuration: String(durationSeconds) }),
    Session: JSON.stringify(session),
  }).toString()
}

interface Asked {
  readonly request: SigninTokenRequest
  readonly place: string
}

/** The endpoint says no with 400 and hardly a word, whatever the reason. */
function refused(response: HttpResponse, { request, place }: Asked): Failure {
  const { host } = new URL(place)
  if (response.status === 429 || response.status >= 500) {
    return new Failure({
      code: response.status === 429 ? 'service-throttled' : 'service-failed',
      what: `${host} did not open a console session`,
      why: `it answered ${response.status}`,
      next: 'Try again in a moment; https://health.aws.amazon.com shows known trouble',
    })
  }
  if (response.status < 400) return notLikeAws({ place: subject, url: place, response })
  return new Failure({
    code: 'request-refused',
    what: `${host} refused to open a console session`,
    why: `it answered ${response.status}`,
    next:
      request.durationSeconds === undefined
        ? 'Check that the credentials still live: atmos auth whoami'
        : 'Try it without --duration: AWS refuses one for chained roles, and one beyond what the role allows',
  })
}
