import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { exampleUser } from '../../src/emulator/options.ts'
import { sdkTransport } from '../doubles/aws-sdk.ts'
import { walk } from '../doubles/walker.ts'

/** The sign-in service of the emulator, judged by the official SDK where it has a client. */

const signIn = 'https://eu-west-1.signin.aws.amazon.com'
const clientId = 'arn:aws:signin:::devtools/same-device'
const redirectUri = 'http://127.0.0.1:41999/oauth/callback'
const verifier = 'v'.repeat(64)
const challenge = createHash('sha256').update(verifier).digest('base64url')

let ahead = 0
let emulator: Emulator
let home: string
const before = { ...process.env }
beforeEach(() => {
  ahead = 0
  const clock = { now: () => Date.now() + ahead, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  const role = 'arn:aws:iam::123456789012:role'
  const roles = [
    { arn: `${role}/One`, trust: { principals: ['123456789012'] } },
    { arn: `${role}/Two`, trust: { principals: ['123456789012'] } },
  ]
  emulator = createEmulator({ roles }, { clock, random: nodeRandom })
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  home = mkdtempSync(join(tmpdir(), 'sign-in-'))
  process.env.HOME = home
})
afterEach(() => {
  for (const name of ['HOME', ...Object.keys(before).filter(key => key.startsWith('AWS_'))]) {
    if (before[name] !== undefined) process.env[name] = before[name]
  }
  rmSync(home, { recursive: true, force: true })
})

const settings = () => ({
  region: 'eu-west-1',
  maxAttempts: 1,
  requestHandler: sdkTransport(emulator.handle),
})

const newKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  }) as string

interface Proof {
  readonly header?: object
  readonly claims?: object
  readonly jti?: string
}

/** A proof of possession, made here once more so that the emulator is not judged by our client. */
function proof(key: string, { header = {}, claims = {}, jti = crypto.randomUUID() }: Proof = {}): string {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' })
  const parts = [
    { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y }, ...header },
    { jti, htm: 'POST', htu: `${signIn}/v1/token`, iat: Math.floor(Date.now() / 1000), ...claims },
  ]
  const signed = parts.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = sign('sha256', Buffer.from(signed), {
    key: createPrivateKey(key),
    dsaEncoding: 'ieee-p1363',
  })
  return `${signed}.${signature.toString('base64url')}`
}

async function token(input: object, dpop: string) {
  const answer = await emulator.handle({
    method: 'POST',
    url: `${signIn}/v1/token`,
    headers: { 'content-type': 'application/json', dpop },
    body: JSON.stringify({ clientId, ...input }),
  })
  return { status: answer.status, type: answer.headers['x-amzn-errortype'], ...JSON.parse(answer.body) }
}

const address = (more: Readonly<Record<string, string>> = {}) =>
  `${signIn}/v1/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    state: 'the-state',
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: challenge,
    ...more,
  })}`

async function caught(url: string, button: string): Promise<URLSearchParams> {
  let query = new URLSearchParams()
  await walk({ url, button }, async request => {
    if (!request.url.startsWith(redirectUri)) return await emulator.handle(request)
    query = new URL(request.url).searchParams
    return { status: 200, headers: {}, body: '' }
  })
  return query
}

async function redeemed(key: string) {
  const code = (await caught(address(), 'Allow access')).get('code')
  return await token(
    { grantType: 'authorization_code', code, codeVerifier: verifier, redirectUri },
    proof(key),
  )
}

describe('aws login', () => {
  it('gives keys of the user for a code, a verifier and a proof', async () => {
    const answer = await redeemed(newKey())
    expect(answer).toMatchObject({ status: 200, tokenType: 'aws_sigv4', expiresIn: 900 })
    const [, claims = ''] = answer.idToken.split('.')
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ sub: exampleUser.arn })
    const sts = new STSClient({ ...settings(), credentials: answer.accessToken })
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(exampleUser.arn)
  })

  it("is refreshed by the SDK's own provider, from the cache as the AWS CLI writes it", async () => {
    const dpopKey = newKey()
    const { accessToken, refreshToken, idToken, tokenType } = await redeemed(dpopKey)
    const cache = join(home, '.aws', 'login', 'cache')
    mkdirSync(cache, { recursive: true })
    const file = join(cache, `${createHash('sha256').update(exampleUser.arn).digest('hex')}.json`)
    const soon = new Date(Date.now() + 60_000).toISOString()
    const keys = { ...accessToken, accountId: '123456789012', expiresAt: soon }
    writeFileSync(
      file,
      JSON.stringify({ accessToken: keys, tokenType, clientId, refreshToken, idToken, dpopKey }),
    )
    writeFileSync(
      join(home, '.aws', 'config'),
      `[profile me]\nlogin_session = ${exampleUser.arn}\nregion = eu-west-1\n`,
    )
    const requestHandler = sdkTransport(emulator.handle) as never
    const provide = () =>
      defaultProvider({
        profile: 'me',
        ignoreCache: true,
        clientConfig: { requestHandler, maxAttempts: 1 },
      })()
    const fresh = await provide()
    expect(fresh.accessKeyId).not.toBe(accessToken.accessKeyId)
    expect(JSON.parse(readFileSync(file, 'utf8')).refreshToken).not.toBe(refreshToken)
    const sts = new STSClient({ ...settings(), credentials: fresh })
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('123456789012')
    emulator.revokeSignIns()
    const again = { ...JSON.parse(readFileSync(file, 'utf8')), accessToken: keys }
    writeFileSync(file, JSON.stringify(again))
    await expect(provide()).rejects.toThrow('Your session has expired')
  })

  it('rotates refresh tokens and binds them to the key', async () => {
    const key = newKey()
    const { refreshToken } = await redeemed(key)
    const grant = { grantType: 'refresh_token', refreshToken }
    expect(await token(grant, proof(newKey()))).toMatchObject({ status: 400, type: 'ValidationException' })
    expect(await token(grant, proof(key))).toMatchObject({ status: 200, expiresIn: 900 })
    expect(await token(grant, proof(key))).toMatchObject({
      type: 'AccessDeniedException',
      error: 'TOKEN_EXPIRED',
    })
  })

  it.each<[string, Proof]>([
    ['another method', { claims: { htm: 'GET' } }],
    ['another address', { claims: { htu: 'https://signin.aws.amazon.com/v1/token' } }],
    ['an old one', { claims: { iat: Math.floor(Date.now() / 1000) - 3600 } }],
    ['another type', { header: { typ: 'JWT' } }],
    ['another algorithm', { header: { alg: 'none' } }],
    ["somebody else's key", { header: { jwk: createPublicKey(newKey()).export({ format: 'jwk' }) } }],
    ['a used one', { jti: 'used' }],
  ])('takes no proof for %s', async (_, wrong) => {
    const key = newKey()
    const { refreshToken } = await redeemed(key)
    const grant = { grantType: 'refresh_token', refreshToken }
    if (wrong.jti !== undefined) {
      await token({ grantType: 'refresh_token', refreshToken: 'x' }, proof(key, wrong))
    }
    const answer = await token(grant, proof(key, wrong))
    expect(answer).toMatchObject({
      status: 400,
      error: 'invalid_request',
      message: expect.stringContaining('DPoP'),
    })
    expect(await token(grant, proof(key))).toMatchObject({ status: 200 })
  })

  it('redeems a code once, with its verifier, within ten minutes', async () => {
    const redeem = async (more = {}) => {
      const code = (await caught(address(), 'Allow access')).get('code')
      return { grantType: 'authorization_code', code, codeVerifier: verifier, redirectUri, ...more }
    }
    const good = await redeem()
    expect(await token(good, proof(newKey()))).toMatchObject({ status: 200 })
    expect(await token(good, proof(newKey()))).toMatchObject({ error: 'AUTHCODE_EXPIRED' })
    const wrong = await redeem({ codeVerifier: 'w'.repeat(64) })
    expect(await token(wrong, proof(newKey()))).toMatchObject({ type: 'ValidationException' })
    const late = await redeem()
    ahead = 600_000
    expect(await token(late, proof(newKey()))).toMatchObject({ status: 400 })
  })

  it('is denied by the person, and asks for nothing it does not know', async () => {
    expect(Object.fromEntries(await caught(address(), 'Deny access'))).toEqual({
      error: 'access_denied',
      state: 'the-state',
    })
    for (const wrong of [
      { code_challenge_method: 'S256' },
      { redirect_uri: 'https://evil.example/' },
      { client_id: 'x' },
      { scope: 'email' },
    ]) {
      const page = await emulator.handle({ method: 'GET', url: address(wrong), headers: {} })
      expect([page.status, page.body.includes('<button')]).toEqual([400, false])
    }
  })

  it('shows a code to be pasted, for a browser on another machine', async () => {
    const cross = {
      client_id: 'arn:aws:signin:::devtools/cross-device',
      redirect_uri: `${signIn}/v1/sessions/confirmation`,
    }
    const end = await walk({ url: address(cross), button: 'Allow access' }, emulator.handle)
    const [, pasted = ''] = /<p>([A-Za-z0-9+/=]+)<\/p>/.exec(end.body) ?? []
    expect(Buffer.from(pasted, 'base64').toString()).toMatch(/^state=the-state&code=[\w-]+$/)
  })
})

describe('federation to the console', () => {
  const sts = (credentials: object = exampleUser) =>
    new STSClient({ ...settings(), credentials: credentials as never })

  async function assumed(name: string, by?: object) {
    const RoleArn = `arn:aws:iam::123456789012:role/${name}`
    const { Credentials } = await sts(by).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))
    return keysOf(Credentials)
  }

  const keysOf = (
    given: {
      AccessKeyId?: string | undefined
      SecretAccessKey?: string | undefined
      SessionToken?: string | undefined
    } = {},
  ) => ({
    accessKeyId: given.AccessKeyId ?? '',
    secretAccessKey: given.SecretAccessKey ?? '',
    sessionToken: given.SessionToken,
  })

  async function signinToken(
    keys: ReturnType<typeof keysOf>,
    more: Readonly<Record<string, string>> = {},
    host = 'signin.aws.amazon.com',
  ) {
    const session = {
      sessionId: keys.accessKeyId,
      sessionKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
    }
    const query = new URLSearchParams({ Action: 'getSigninToken', Session: JSON.stringify(session), ...more })
    return await emulator.handle({ method: 'GET', url: `https://${host}/federation?${query}`, headers: {} })
  }

  it('exchanges temporary keys for an address that signs in for 15 minutes', async () => {
    const answer = await signinToken(await assumed('One'), { SessionDuration: '3600' })
    const { SigninToken } = JSON.parse(answer.body)
    const Destination = 'https://eu-west-1.console.aws.amazon.com/ecr'
    const query = new URLSearchParams({ Action: 'login', Issuer: 'me', Destination, SigninToken })
    const login = () =>
      emulator.handle({
        method: 'GET',
        url: `https://signin.aws.amazon.com/federation?${query}`,
        headers: {},
      })
    expect(await login()).toMatchObject({ status: 302, headers: { location: Destination } })
    ahead = 15 * 60_000
    expect(await login()).toMatchObject({ status: 400 })
  })

  it('refuses long-lived keys, wrong ones, foreign partitions, and lives for chained or federated ones', async () => {
    const one = await assumed('One')
    const two = await assumed('Two', one)
    const { Credentials } = await sts().send(new GetFederationTokenCommand({ Name: 'me' }))
    const federated = keysOf(Credentials)
    const duration = { SessionDuration: '3600' }
    const statuses = await Promise.all([
      signinToken({ ...exampleUser, sessionToken: undefined }),
      signinToken({ ...one, secretAccessKey: 'x' }),
      signinToken(one, {}, 'signin.amazonaws.cn'),
      signinToken(one, { SessionDuration: '60' }),
      signinToken(two, duration),
      signinToken(federated, duration),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400])
    expect(await signinToken(two)).toMatchObject({ status: 200 })
    expect(await signinToken(federated)).toMatchObject({ status: 200 })
  })
})
