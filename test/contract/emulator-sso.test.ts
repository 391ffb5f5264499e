import { createHash } from 'node:crypto'
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso'
import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  type RegisterClientCommandInput,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { sdkTransport } from '../doubles/aws-sdk.ts'
import { walk } from '../doubles/walker.ts'

/** IAM Identity Center of the emulator, judged by the official SDK. */

const startUrl = 'https://corp.awsapps.com/start'
const region = 'eu-west-1'
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const redirectUri = 'http://127.0.0.1:41999/oauth/callback'
const verifier = 'v'.repeat(64)

let ahead = 0
let start = 0
let emulator: Emulator
beforeEach(() => {
  ahead = 0
  start = Date.now()
  const clock = { now: () => start + ahead, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  const rest = Array.from({ length: 249 }, (_, i) => ({
    id: String(200_000_000_000 + i),
    name: `team-${i}`,
    permissionSets: ['ReadOnly'],
  }))
  const dev = {
    id: '123456789012',
    name: 'dev',
    email: 'dev@corp.example',
    permissionSets: ['Admin', { name: 'Puller', allow: ['ecr:*'], seconds: 900 }],
  }
  const board = { id: '300000000000', name: 'board', permissionSets: ['Owner'], users: ['ceo'] }
  emulator = createEmulator(
    { identityCenter: { startUrl, region, users: ['jane', 'ceo'], accounts: [...rest, dev, board] } },
    { clock, random: nodeRandom },
  )
})

const settings = () => ({ region, maxAttempts: 1, requestHandler: sdkTransport(emulator.handle) })
const oidc = () => new SSOOIDCClient(settings())
const portal = () => new SSOClient(settings())

/** What an operation of SSO OIDC is refused with. */
const refusal = async (call: Promise<unknown>) =>
  await call.then(
    () => 'nothing',
    thrown => `${thrown.name} ${thrown.error} ${thrown.$metadata.httpStatusCode}`,
  )

async function register(more: Partial<RegisterClientCommandInput> = {}) {
  const command = new RegisterClientCommand({
    clientName: 'judge',
    clientType: 'public',
    scopes: ['sso:account:access'],
    ...more,
  })
  const { clientId, clientSecret } = await oidc().send(command)
  return { clientId, clientSecret }
}

const forCodes = {
  grantTypes: ['authorization_code', 'refresh_token'],
  redirectUris: ['http://127.0.0.1/oauth/callback'],
  issuerUrl: startUrl,
}

const token = (input: CreateTokenCommandInput) => oidc().send(new CreateTokenCommand(input))

async function device(client: Awaited<ReturnType<typeof register>>) {
  const started = await oidc().send(new StartDeviceAuthorizationCommand({ ...client, startUrl }))
  return {
    ...started,
    userCode: started.userCode ?? '',
    poll: { ...client, grantType: deviceGrant, deviceCode: started.deviceCode },
  }
}

async function signedIn(user?: string) {
  const client = await register()
  const { userCode, poll } = await device(client)
  emulator.people.approve(userCode, user)
  return { client, ...(await token(poll)) }
}

describe('device codes', () => {
  it('lead through a page that people see to tokens that can be refreshed', async () => {
    const { verificationUri, verificationUriComplete, userCode, poll, expiresIn, interval } = await device(
      await register(),
    )
    expect({ expiresIn, interval }).toEqual({ expiresIn: 600, interval: 1 })
    expect(verificationUri).toBe('https://device.sso.eu-west-1.amazonaws.com/')
    expect(verificationUriComplete).toBe(`${verificationUri}?user_code=${userCode}`)
    expect(await refusal(token(poll))).toBe('AuthorizationPendingException authorization_pending 400')
    const typed = await walk(
      { url: verificationUri ?? '', button: 'Next', fields: { user_code: userCode.toLowerCase() } },
      emulator.handle,
    )
    expect(typed.body).toContain(`Your code is ${userCode}.`)
    const done = await walk(
      { url: verificationUriComplete ?? '', button: 'Allow access', fields: { user: 'jane' } },
      emulator.handle,
    )
    expect(done.body).toContain('Request approved')
    ahead = 1000
    const tokens = await token(poll)
    expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600, accessToken: expect.any(String) })
    expect(tokens.refreshToken).toEqual(expect.any(String))
    expect(await refusal(token(poll))).toBe('InvalidGrantException invalid_grant 400')
  })

  it('are denied, expire, and slow down who asks too often', async () => {
    const { userCode, verificationUriComplete, poll } = await device(await register())
    expect(await refusal(token(poll))).toContain('authorization_pending')
    expect(await refusal(token(poll)), 'forgiven once').toContain('authorization_pending')
    expect(await refusal(token(poll))).toBe('SlowDownException slow_down 400')
    ahead = 1000
    expect(await refusal(token(poll)), 'five seconds more from now on').toContain('slow_down')
    ahead = 13_000
    expect(await refusal(token(poll))).toContain('authorization_pending')
    await walk({ url: verificationUriComplete ?? '', button: 'Deny access' }, emulator.handle)
    ahead = 30_000
    expect(await refusal(token(poll))).toBe('AccessDeniedException access_denied 400')
    expect(emulator.people.waitingCodes()).not.toContain(userCode)
    const late = await device(await register())
    ahead += 600_000
    expect(await refusal(token(late.poll))).toBe('ExpiredTokenException expired_token 400')
    expect(() => emulator.people.approve(late.userCode)).toThrow('nobody waits')
  })

  it('belong to the client that asked for them', async () => {
    const { poll, userCode } = await device(await register())
    emulator.people.approve(userCode)
    expect(await refusal(token({ ...poll, ...(await register()) }))).toContain('invalid_grant')
  })

  it('give clients without scopes no refresh token, but a session as long as it can be', async () => {
    const { userCode, poll } = await device(await register({ scopes: [] }))
    emulator.people.approve(userCode)
    const tokens = await token(poll)
    expect(tokens).toMatchObject({ expiresIn: 28_800 })
    expect(tokens.refreshToken).toBeUndefined()
  })
})

describe('authorization codes with PKCE', () => {
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const address = (clientId: string | undefined, more: Readonly<Record<string, string>> = {}) =>
    `https://oidc.${region}.amazonaws.com/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: clientId ?? '',
      redirect_uri: redirectUri,
      state: 's+t/a=te',
      code_challenge_method: 'S256',
      scopes: 'sso:account:access',
      code_challenge: challenge,
      ...more,
    })}`

  /** Presses a button and catches the browser at the loopback address. */
  async function caught(url: string, button: string): Promise<URLSearchParams> {
    let query = new URLSearchParams()
    await walk({ url, button, fields: { user: 'jane' } }, async request => {
      if (!request.url.startsWith(redirectUri)) return await emulator.handle(request)
      query = new URL(request.url).searchParams
      return { status: 200, headers: {}, body: '' }
    })
    return query
  }

  it('come back to the loopback address and are redeemed once, with their verifier', async () => {
    const client = await register(forCodes)
    const query = await caught(address(client.clientId), 'Allow access')
    expect(query.get('state')).toBe('s+t/a=te')
    const redeem = {
      ...client,
      grantType: 'authorization_code',
      code: query.get('code') ?? '',
      codeVerifier: verifier,
      redirectUri,
    }
    expect(await token(redeem)).toMatchObject({ refreshToken: expect.any(String) })
    expect(await refusal(token(redeem))).toBe('InvalidGrantException invalid_grant 400')
  })

  it.each([{ codeVerifier: 'w'.repeat(64) }, { redirectUri: 'http://127.0.0.1:42000/oauth/callback' }])(
    'are worth nothing to others: %o',
    async wrong => {
      const client = await register(forCodes)
      const code = (await caught(address(client.clientId), 'Allow access')).get('code') ?? ''
      const redeem = { ...client, grantType: 'authorization_code', code, codeVerifier: verifier, redirectUri }
      expect(await refusal(token({ ...redeem, ...wrong }))).toBe('InvalidGrantException invalid_grant 400')
    },
  )

  it('are denied by the person', async () => {
    const { clientId } = await register(forCodes)
    const query = await caught(address(clientId), 'Deny access')
    expect(Object.fromEntries(query)).toMatchObject({ error: 'access_denied', state: 's+t/a=te' })
  })

  it.each([
    [{ redirect_uri: 'https://evil.example/oauth/callback' }, 'invalid_redirect_uri'],
    [{ redirect_uri: 'http://127.0.0.1.evil.example/oauth/callback' }, 'invalid_redirect_uri'],
    [{ redirect_uri: 'http://127.0.0.1:1@evil.example/oauth/callback' }, 'invalid_redirect_uri'],
    [{ client_id: 'nobody' }, 'invalid_client'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ response_type: 'token' }, 'invalid_request'],
    [{ scopes: 'sso:account:access other' }, 'invalid_scope'],
  ])('are not given for %o', async (wrong, name) => {
    const { clientId } = await register(forCodes)
    const page = await emulator.handle({ method: 'GET', url: address(clientId, wrong), headers: {} })
    expect(page.status).toBe(400)
    expect(page.body).toContain(name)
    expect(page.body).not.toContain('<button')
  })
})

describe('refresh tokens', () => {
  it('are good once, and lead to the end of the session', async () => {
    const { client, refreshToken, accessToken } = await signedIn()
    const refresh = { ...client, grantType: 'refresh_token' }
    ahead = 3_600_000
    await expect(portal().send(new ListAccountsCommand({ accessToken }))).rejects.toThrow()
    const next = await token({ ...refresh, refreshToken })
    expect(await refusal(token({ ...refresh, refreshToken }))).toBe('InvalidGrantException invalid_grant 400')
    expect(next.refreshToken).not.toBe(refreshToken)
    ahead = 8 * 3_600_000 - 60_000
    const last = await token({ ...refresh, refreshToken: next.refreshToken })
    expect(last.expiresIn).toBeGreaterThan(0)
    expect(last.expiresIn).toBeLessThanOrEqual(60)
    ahead = 8 * 3_600_000 + 1000
    expect(await refusal(token({ ...refresh, refreshToken: last.refreshToken }))).toContain('invalid_grant')
  })
})

describe('the names of refusals', () => {
  it.each([
    [{ clientType: 'confidential' }, 'InvalidClientMetadataException invalid_client_metadata 400'],
    [{ scopes: ['a b'] }, 'InvalidScopeException invalid_scope 400'],
    [{ grantTypes: ['password'] }, 'UnsupportedGrantTypeException unsupported_grant_type 400'],
    [
      { ...forCodes, redirectUris: ['https://evil.example/'] },
      'InvalidRedirectUriException invalid_redirect_uri 400',
    ],
    [
      { ...forCodes, issuerUrl: 'https://other.awsapps.com/start' },
      'InvalidRequestException invalid_request 400',
    ],
  ])('RegisterClient %o', async (more, name) => {
    expect(await refusal(register(more))).toBe(name)
  })

  it('the others', async () => {
    const client = await register()
    const wrong = { ...client, clientSecret: 'x' }
    const start = (input: object) =>
      oidc().send(new StartDeviceAuthorizationCommand({ ...client, startUrl, ...input }))
    expect(await refusal(start(wrong))).toBe('InvalidClientException invalid_client 401')
    expect(await refusal(start({ startUrl: 'https://x.example/' }))).toContain('InvalidRequestException')
    expect(await refusal(start(await register(forCodes)))).toBe(
      'UnauthorizedClientException unauthorized_client 400',
    )
    expect(await refusal(token({ ...client, grantType: 'password' }))).toContain(
      'UnsupportedGrantTypeException',
    )
    expect(await refusal(token({ ...client, grantType: 'refresh_token', refreshToken: 'x' }))).toContain(
      'invalid_grant',
    )
    expect(await refusal(token({ ...client, grantType: deviceGrant }))).toContain('InvalidRequestException')
    ahead = 91 * 24 * 3_600_000
    expect(await refusal(start({}))).toContain('InvalidClientException')
    const elsewhere = new SSOOIDCClient({ ...settings(), region: 'us-west-2' })
    const command = new RegisterClientCommand({ clientName: 'x', clientType: 'public' })
    expect(await refusal(elsewhere.send(command))).toContain('InvalidRequestException')
    emulator.inject('server-error', { operation: 'sso-oidc:CreateToken' })
    expect(await refusal(token({ ...client, grantType: 'refresh_token' }))).toBe(
      'InternalServerException server_error 500',
    )
  })
})

describe('the portal', () => {
  it('lists accounts and roles in pages, each to whom it is assigned', async () => {
    const { accessToken } = await signedIn()
    const names: (string | undefined)[] = []
    let nextToken: string | undefined
    let pages = 0
    do {
      const page = await portal().send(
        new ListAccountsCommand({ accessToken, maxResults: 100, ...(nextToken ? { nextToken } : {}) }),
      )
      names.push(...(page.accountList ?? []).map(account => account.accountName))
      nextToken = page.nextToken ?? undefined
      pages += 1
    } while (nextToken)
    expect([pages, names.length, names.at(-1)]).toEqual([3, 250, 'dev'])
    const roles = await portal().send(
      new ListAccountRolesCommand({ accessToken, accountId: '123456789012', maxResults: 1 }),
    )
    expect(roles.roleList).toEqual([{ roleName: 'Admin', accountId: '123456789012' }])
    expect(roles.nextToken).toEqual(expect.any(String))
    const { accessToken: ceo } = await signedIn('ceo')
    const theirs = { accountId: '300000000000', roleName: 'Owner' }
    await portal().send(new GetRoleCredentialsCommand({ accessToken: ceo, ...theirs }))
    await expect(
      portal().send(new GetRoleCredentialsCommand({ accessToken, ...theirs })),
    ).rejects.toMatchObject({
      name: 'ForbiddenException',
      $metadata: { httpStatusCode: 403 },
    })
  })

  it('gives keys that AWS knows, until they expire', async () => {
    const { accessToken } = await signedIn()
    const wanted = { accessToken, accountId: '123456789012', roleName: 'Puller' }
    const { roleCredentials } = await portal().send(new GetRoleCredentialsCommand(wanted))
    expect(roleCredentials?.expiration).toBeGreaterThan(start + 890_000)
    expect(roleCredentials?.expiration).toBeLessThanOrEqual(start + 900_000)
    const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = roleCredentials ?? {}
    const sts = new STSClient({ ...settings(), credentials: { accessKeyId, secretAccessKey, sessionToken } })
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
    expect(Arn).toMatch(/^arn:aws:sts::123456789012:assumed-role\/AWSReservedSSO_Puller_[0-9a-f]{16}\/jane$/)
    ahead = 900_000
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow()
  })

  it('refuses by name: ended sessions, bad pages, too many calls', async () => {
    const { accessToken } = await signedIn()
    const list = (more = {}) => portal().send(new ListAccountsCommand({ accessToken, ...more }))
    await expect(list({ maxResults: 101 })).rejects.toMatchObject({ name: 'InvalidRequestException' })
    const { nextToken: ofRoles } = await portal().send(
      new ListAccountRolesCommand({ accessToken, accountId: '123456789012', maxResults: 1 }),
    )
    for (const nextToken of ['mine', ofRoles])
      await expect(list({ nextToken })).rejects.toMatchObject({ name: 'InvalidRequestException' })
    emulator.inject('throttle', { operation: 'sso:ListAccounts' })
    await expect(list()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    })
    await portal().send(new LogoutCommand({ accessToken }))
    await expect(list()).rejects.toMatchObject({
      name: 'UnauthorizedException',
      $metadata: { httpStatusCode: 401 },
    })
  })

  it('logs out of the whole session, and revokes the sessions of everybody', async () => {
    const one = await signedIn()
    const other = await signedIn()
    await portal().send(new LogoutCommand({ accessToken: one.accessToken }))
    const refresh = { ...one.client, grantType: 'refresh_token', refreshToken: one.refreshToken }
    expect(await refusal(token(refresh))).toContain('invalid_grant')
    await portal().send(new ListAccountsCommand({ accessToken: other.accessToken }))
    emulator.people.revokeSessions()
    await expect(portal().send(new ListAccountsCommand({ accessToken: other.accessToken }))).rejects.toThrow()
  })

  it('counts calls where a rate is set', async () => {
    emulator = createEmulator(
      { identityCenter: { startUrl, region, callsPerSecond: 2 } },
      { clock: { now: () => start + ahead, sleep: async () => {}, deadline: 0 }, random: nodeRandom },
    )
    const { accessToken } = await signedIn()
    const list = () => portal().send(new ListAccountsCommand({ accessToken }))
    await list()
    await list()
    await expect(list()).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    ahead = 1000
    await list()
  })
})
