import type { AwsCredentials } from '../../auth/credentials.ts'
import { isRecord, isText, parseRecord } from '../../auth/parse-json.ts'
import { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import type { HttpResponse } from '../../effects/http.ts'
import type { Failure } from '../../errors/failure.ts'
import { againByStatus, exchange } from '../exchange.ts'
import { maxAttempts } from './call.ts'
import { dpopProof } from './dpop.ts'
import { notLikeAws } from './not-like-aws.ts'
import { signInEndpoint } from './signin-endpoint.ts'
import { readSignInRefusal, type SignInRefusal } from './signin-refusal.ts'

const subject = 'signin:CreateOAuth2Token'

/** Where the person's browser is: on this machine, or on another one. */
export const signInClients = {
  'same-device': 'arn:aws:signin:::devtools/same-device',
  'cross-device': 'arn:aws:signin:::devtools/cross-device',
} as const

export type Grant =
  | {
      readonly type: 'authorization_code'
      readonly code: Secret
      readonly verifier: Secret
      readonly redirectUri: string
    }
  | { readonly type: 'refresh_token'; readonly refreshToken: Secret }

export interface TokenRequest {
  readonly region: string
  /** One of `signInClients`. */
  readonly clientId: string
  /** The same key from the first token of a session to its last: PKCS#8, base64. */
  readonly dpopKey: Secret
  readonly grant: Grant
}

export interface SignInToken {
  readonly credentials: AwsCredentials
  readonly refreshToken: Secret
}

/**
 * `signin:CreateOAuth2Token`: redeems an authorization code, or a refresh token, for AWS keys that live a quarter
 * of an hour. Source: the model of the SDK's client; a contract test compares the requests.
 * @returns the tokens, or the service's no by its name
 */
export async function createOAuth2Token(
  request: TokenRequest,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<SignInToken | SignInRefusal> {
  const url = `${signInEndpoint(request.region, effects.env)}/v1/token`
  const { response } = await exchange(
    {
      subject,
      // Codes and refresh tokens are good once, but after a lost answer there is nothing more to lose.
      maxAttempts: maxAttempts(effects.env),
      request: () => ({
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'atmos-auth',
          dpop: dpopProof({ key: request.dpopKey, url }, effects),
        },
        body: JSON.stringify(bodyOf(request)),
      }),
      again: againByStatus,
    },
    effects,
  )
  return readToken({ response, url, request }, effects)
}

function bodyOf({ clientId, grant }: TokenRequest): object {
  if (grant.type === 'refresh_token') {
    return { clientId, grantType: grant.type, refreshToken: grant.refreshToken.expose() }
  }
  const { type, code, verifier, redirectUri } = grant
  return { clientId, grantType: type, code: code.expose(), codeVerifier: verifier.expose(), redirectUri }
}

function secretsOf(grant: Grant): readonly Secret[] {
  return grant.type === 'refresh_token' ? [grant.refreshToken] : [grant.code, grant.verifier]
}

/** The address a person begins at. The method of the challenge is really called `SHA-256` here. */
export function authorizeUrl(
  { region, query }: { readonly region: string; readonly query: Readonly<Record<string, string>> },
  { env }: Needs<'env'>,
): string {
  const all = { response_type: 'code', scope: 'openid', code_challenge_method: 'SHA-256', ...query }
  return `${signInEndpoint(region, env)}/v1/authorize?${new URLSearchParams(all)}`
}

/** Where a browser on another machine ends up: a page that shows a code to be pasted. */
export function confirmationUrl(region: string, { env }: Needs<'env'>): string {
  return `${signInEndpoint(region, env)}/v1/sessions/confirmation`
}

interface Received {
  readonly response: HttpResponse
  readonly url: string
  readonly request: TokenRequest
}

function readToken(received: Received, { clock }: Needs<'clock'>): SignInToken | SignInRefusal {
  const { response, request } = received
  const { region, grant } = request
  if (response.status !== 200) return readSignInRefusal(response, secretsOf(grant)) ?? notRight(received)
  const answer = parseRecord(response.body) ?? {}
  const keys = isRecord(answer.accessToken) ? answer.accessToken : {}
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  const { expiresIn, refreshToken, idToken } = answer
  if (!isText(accessKeyId) || !isText(secretAccessKey) || !isText(sessionToken) || !isText(refreshToken)) {
    throw flawed(received, 'its answer holds no keys')
  }
  if (typeof expiresIn !== 'number' || !(expiresIn > 0)) {
    throw flawed(received, 'its answer does not say how long the keys live')
  }
  const arn = subjectOf(idToken)
  const credentials: AwsCredentials = {
    type: 'aws',
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: new Secret(sessionToken),
    expiresAt: clock.now() + expiresIn * 1000,
    region,
    ...(arn === undefined ? {} : { arn }),
  }
  return { credentials, refreshToken: new Secret(refreshToken) }
}

/** Who signed in. The token came from the service itself just now, so that its signature proves nothing more. */
function subjectOf(idToken: unknown): string | undefined {
  const payload = isText(idToken) ? idToken.split('.')[1] : undefined
  const claims = parseRecord(Buffer.from(payload ?? '', 'base64url').toString('utf8'))
  const arn = claims?.sub
  return isText(arn) && arn.startsWith('arn:') ? arn : undefined
}

function notRight(received: Received): never {
  throw flawed(received)
}

function flawed({ response, url }: Received, flaw?: string): Failure {
  return notLikeAws({ place: subject, url, response, ...(flaw === undefined ? {} : { flaw }) })
}
