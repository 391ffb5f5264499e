import { isText } from '../../auth/parse-json.ts'
import { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { callRest, flawed, type RestAnswer, refused, restUrl } from './rest-json.ts'
import { type OidcRefusal, readOidcRefusal } from './sso-oidc-refusal.ts'

/** Which SSO OIDC service: the one of a portal's Region, unless the configuration names an address. */
export interface OidcPlace {
  readonly region: string
  readonly endpointUrl?: string
}

/** This program as the service knows it. */
export interface ClientRegistration {
  readonly clientId: string
  readonly clientSecret: Secret
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

export interface ClientRequest {
  readonly clientName: string
  readonly scopes: readonly string[]
  readonly grantTypes: readonly string[]
  /** For the authorization code: loopback addresses without a port. */
  readonly redirectUris?: readonly string[]
  /** For the authorization code: the start URL. */
  readonly issuerUrl?: string
}

export interface DeviceAuthorization {
  readonly deviceCode: Secret
  /** What the person compares or types. */
  readonly userCode: string
  readonly verificationUri: string
  /** The same page with the code filled in. */
  readonly verificationUriComplete: string | undefined
  /** Milliseconds from now. */
  readonly expiresInMs: number
  readonly intervalMs: number
}

export interface SsoToken {
  readonly accessToken: Secret
  readonly refreshToken: Secret | undefined
  /** Milliseconds from now. */
  readonly expiresInMs: number
}

export type Grant =
  | { readonly grantType: 'urn:ietf:params:oauth:grant-type:device_code'; readonly deviceCode: Secret }
  | { readonly grantType: 'refresh_token'; readonly refreshToken: Secret }
  | {
      readonly grantType: 'authorization_code'
      readonly code: Secret
      readonly codeVerifier: Secret
      /** With the port, as the browser was sent to it. */
      readonly redirectUri: string
    }

type CallNeeds = Needs<'http' | 'clock' | 'env' | 'random'>

/** `RegisterClient`. @throws a `Failure` in the service's words */
export async function registerClient(
  { place, client }: { readonly place: OidcPlace; readonly client: ClientRequest },
  effects: CallNeeds,
): Promise<ClientRegistration> {
  const answer = await post(
    place,
    {
      operation: 'RegisterClient',
      path: 'client/register',
      input: { ...client, clientType: 'public' },
      secrets: [],
    },
    effects,
  )
  const no = readOidcRefusal(answer)
  if (no !== undefined) throw notRegistered(no)
  const { clientId, clientSecret, clientSecretExpiresAt } = succeeded(answer, effects).output
  if (!isText(clientId) || !isText(clientSecret)) throw flawed(answer, 'its answer holds no client')
  if (!isPositive(clientSecretExpiresAt)) throw flawed(answer, 'its client has no readable expiry')
  return { clientId, clientSecret: new Secret(clientSecret), expiresAt: clientSecretExpiresAt * 1000 }
}

/** `StartDeviceAuthorization`: a code for the person, and one for us to ask with. */
export async function startDeviceAuthorization(
  asked: { readonly place: OidcPlace; readonly registration: ClientRegistration; readonly startUrl: string },
  effects: CallNeeds,
): Promise<DeviceAuthorization | OidcRefusal> {
  const { place, registration, startUrl } = asked
  const { clientId, clientSecret } = registration
  const input = { clientId, clientSecret: clientSecret.expose(), startUrl }
  const answer = await post(
    place,
    { operation: 'StartDeviceAuthorization', path: 'device_authorization', input, secrets: [clientSecret] },
    effects,
  )
  const no = readOidcRefusal(answer)
  if (no !== undefined) return no
  return readDeviceAuthorization(succeeded(answer, effects))
}

/** `CreateToken`: the tokens of a session, or what the service says instead. */
export async function createToken(
  asked: { readonly place: OidcPlace; readonly registration: ClientRegistration; readonly grant: Grant },
  effects: CallNeeds,
): Promise<SsoToken | OidcRefusal> {
  const { place, registration, grant } = asked
  const { clientId, clientSecret } = registration
  const secrets = [clientSecret, ...Object.values(grant).filter(value => value instanceof Secret)]
  const opened = Object.entries(grant).map(([key, value]) => [
    key,
    value instanceof Secret ? value.expose() : value,
  ])
  const input = { clientId, clientSecret: clientSecret.expose(), ...Object.fromEntries(opened) }
  const answer = await post(place, { operation: 'CreateToken', path: 'token', input, secrets }, effects)
  const no = readOidcRefusal(answer)
  if (no !== undefined) return no
  return readToken(succeeded(answer, effects))
}

/**
 * The page that asks the person for an authorization code. AWS has not described it; the AWS CLI opens the same
 * one (where the parameter is called `scopes`).
 */
export function authorizeUrl(
  { place, query }: { readonly place: OidcPlace; readonly query: Readonly<Record<string, string>> },
  effects: Needs<'env'>,
): string {
  return restUrl({ service: 'sso-oidc', ...place, path: 'authorize', query }, effects).replaceAll('+', '%20')
}

interface Posted {
  readonly operation: string
  readonly path: string
  readonly input: object
  readonly secrets: readonly Secret[]
}

function post(place: OidcPlace, asked: Posted, effects: CallNeeds): Promise<RestAnswer> {
  return callRest({ service: 'sso-oidc', ...place, method: 'POST', ...asked }, effects)
}

function succeeded(answer: RestAnswer, effects: CallNeeds): RestAnswer {
  if (answer.response.status === 200) return answer
  throw refused(answer, effects)
}

function notRegistered({ words, refused }: OidcRefusal): Failure {
  return new Failure({
    code: 'request-refused',
    what: 'IAM Identity Center refused to register this program',
    why: words,
    next: 'Check start_url and region of the provider: the Region is the one IAM Identity Center was set up in',
    details: { serviceCode: refused },
  })
}

function readDeviceAuthorization(answer: RestAnswer): DeviceAuthorization {
  const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, interval } =
    answer.output
  if (!isText(deviceCode) || !isCode(userCode)) throw flawed(answer, 'its answer holds no code')
  if (!isWebAddress(verificationUri)) throw flawed(answer, 'its answer names no page for the code')
  return {
    deviceCode: new Secret(deviceCode),
    userCode,
    verificationUri,
    verificationUriComplete: isWebAddress(verificationUriComplete) ? verificationUriComplete : undefined,
    expiresInMs: (isPositive(expiresIn) ? expiresIn : 600) * 1000,
    intervalMs: (isPositive(interval) ? interval : 5) * 1000,
  }
}

function readToken(answer: RestAnswer): SsoToken {
  const { accessToken, refreshToken, expiresIn } = answer.output
  if (!isText(accessToken)) throw flawed(answer, 'its answer holds no token')
  if (!isPositive(expiresIn)) throw flawed(answer, 'its token has no readable expiry')
  return {
    accessToken: new Secret(accessToken),
    refreshToken: isText(refreshToken) ? new Secret(refreshToken) : undefined,
    expiresInMs: expiresIn * 1000,
  }
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}

/** What a person can read and type. */
function isCode(value: unknown): value is string {
  return isText(value) && /^[\x21-\x7e]{1,64}$/.test(value)
}

/** Such an address is printed and opened, so it must be one, and nothing else. */
function isWebAddress(value: unknown): value is string {
  return isText(value) && /^https?:\/\/[^\s\p{Cc}]+$/u.test(value) && URL.canParse(value)
}
