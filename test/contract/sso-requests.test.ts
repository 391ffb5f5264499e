import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso'
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import { beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../src/auth/secret.ts'
import * as oidc from '../../src/clients/aws/sso-oidc.ts'
import * as portal from '../../src/clients/aws/sso-portal.ts'
import type { HttpRequest } from '../../src/effects/http.ts'
import { sdkTransport, withoutAwsVariables } from '../doubles/aws-sdk.ts'
import { type Wire, wire } from '../doubles/wire.ts'

type BySdk = (settings: never) => Promise<unknown>
type ByUs = (region: string, effects: Wire) => Promise<unknown>

const startUrl = 'https://corp.awsapps.com/start'
const secret = new Secret('client+secret/=')
const registration = { clientId: 'client', clientSecret: secret, expiresAt: 0 }
const known = { clientId: 'client', clientSecret: secret.expose() }
const accessToken = new Secret('access/token+=')
const client = {
  clientName: 'atmos-auth',
  scopes: ['sso:account:access'],
  grantTypes: ['authorization_code', 'refresh_token'],
  redirectUris: ['http://127.0.0.1/oauth/callback'],
  issuerUrl: startUrl,
}
const code = { code: 'c', codeVerifier: 'v'.repeat(64), redirectUri: 'http://127.0.0.1:1234/oauth/callback' }
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

const byOidc =
  (command: object): BySdk =>
  settings =>
    new SSOOIDCClient(settings).send(command as never)
const byPortal =
  (command: object): BySdk =>
  settings =>
    new SSOClient(settings).send(command as never)
const grant =
  (given: oidc.Grant): ByUs =>
  (region, effects) =>
    oidc.createToken({ place: { region }, registration, grant: given }, effects)

const operations: readonly (readonly [string, BySdk, ByUs])[] = [
  [
    'RegisterClient',
    byOidc(new RegisterClientCommand({ ...client, clientType: 'public' })),
    (region, effects) => oidc.registerClient({ place: { region }, client }, effects),
  ],
  [
    'StartDeviceAuthorization',
    byOidc(new StartDeviceAuthorizationCommand({ ...known, startUrl })),
    (region, effects) =>
      oidc.startDeviceAuthorization({ place: { region }, registration, startUrl }, effects),
  ],
  [
    'CreateToken with a device code',
    byOidc(new CreateTokenCommand({ ...known, grantType: deviceGrant, deviceCode: 'd' })),
    grant({ grantType: deviceGrant, deviceCode: new Secret('d') }),
  ],
  [
    'CreateToken with a refresh token',
    byOidc(new CreateTokenCommand({ ...known, grantType: 'refresh_token', refreshToken: 'r' })),
    grant({ grantType: 'refresh_token', refreshToken: new Secret('r') }),
  ],
  [
    'CreateToken with an authorization code',
    byOidc(new CreateTokenCommand({ ...known, grantType: 'authorization_code', ...code })),
    grant({
      grantType: 'authorization_code',
      code: new Secret(code.code),
      codeVerifier: new Secret(code.codeVerifier),
      redirectUri: code.redirectUri,
    }),
  ],
  [
    'GetRoleCredentials',
    byPortal(
      new GetRoleCredentialsCommand({
        accessToken: accessToken.expose(),
        accountId: '123456789012',
        roleName: 'a+b=c,d@e',
      }),
    ),
    (region, effects) =>
      portal.getRoleCredentials(
        { access: { region, accessToken }, accountId: '123456789012', roleName: 'a+b=c,d@e' },
        effects,
      ),
  ],
  [
    'ListAccounts',
    byPortal(new ListAccountsCommand({ accessToken: accessToken.expose(), maxResults: 100 })),
    (region, effects) => portal.listAccounts({ region, accessToken }, effects),
  ],
  [
    'ListAccountRoles',
    byPortal(
      new ListAccountRolesCommand({
        accessToken: accessToken.expose(),
        maxResults: 100,
        accountId: '123456789012',
      }),
    ),
    (region, effects) =>
      portal.listAccountRoles({ access: { region, accessToken }, accountId: '123456789012' }, effects),
  ],
  [
    'Logout',
    byPortal(new LogoutCommand({ accessToken: accessToken.expose() })),
    (region, effects) => portal.endSession({ region, accessToken }, effects),
  ],
]

/** What a service decides by. */
function essence(request: HttpRequest | undefined) {
  if (request === undefined) throw new Error('nothing was sent')
  const url = new URL(request.url)
  return {
    method: request.method,
    place: `${url.origin}${url.pathname}`,
    query: Object.fromEntries(url.searchParams),
    token: request.headers['x-amz-sso_bearer_token'],
    body: request.body ? JSON.parse(request.body) : {},
    authorization: request.headers.authorization,
  }
}

const regions = ['us-east-1', 'eu-west-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1', 'us-iso-east-1']
const variants = [
  {},
  { AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
]

describe('our requests to IAM Identity Center are the ones of the official SDK', () => {
  beforeAll(withoutAwsVariables)

  async function bothSend(
    [bySdk, byUs]: readonly [BySdk, ByUs],
    region: string,
    env: Readonly<Record<string, string>>,
  ): Promise<readonly [HttpRequest | undefined, HttpRequest | undefined]> {
    const captured: HttpRequest[] = []
    const requestHandler = sdkTransport(async request => {
      captured.push(request)
      return { status: 400, headers: {}, body: '' }
    })
    const useFipsEndpoint = env.AWS_USE_FIPS_ENDPOINT === 'true'
    const useDualstackEndpoint = env.AWS_USE_DUALSTACK_ENDPOINT === 'true'
    const settings = { region, useFipsEndpoint, useDualstackEndpoint, requestHandler, maxAttempts: 1 }
    await bySdk(settings as never).catch(() => {})
    const effects = wire([{ status: 400 }], { env })
    await byUs(region, effects).catch(() => {})
    return [effects.sent[0], captured[0]]
  }

  it.each(operations)('%s', async (_, bySdk, byUs) => {
    const [ours, theirs] = await bothSend([bySdk, byUs], 'eu-central-1', {})
    expect(essence(ours)).toEqual(essence(theirs))
  })

  const places = regions.flatMap(region => variants.map(env => [region, env] as const))
  it.each(places)('at the same address in %s with %j', async (region, env) => {
    for (const name of ['CreateToken with a refresh token', 'ListAccounts']) {
      const [, bySdk, byUs] = operations.find(([operation]) => operation === name) ?? []
      const [ours, theirs] = await bothSend([bySdk as BySdk, byUs as ByUs], region, env)
      // Where a partition has no such endpoints the SDK refuses beforehand.
      if (theirs !== undefined) expect(essence(ours).place).toBe(essence(theirs).place)
    }
  })
})
