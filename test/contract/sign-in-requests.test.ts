import { createHash, createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { CreateOAuth2TokenCommand, SigninClient } from '@aws-sdk/nested-clients/signin'
import { beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../src/auth/secret.ts'
import { makeDpopKey } from '../../src/clients/aws/dpop.ts'
import { authorizeUrl, createOAuth2Token, type Grant, signInClients } from '../../src/clients/aws/signin.ts'
import { signInEndpoint } from '../../src/clients/aws/signin-endpoint.ts'
import { isSignInRefusal } from '../../src/clients/aws/signin-refusal.ts'
import type { HttpRequest } from '../../src/effects/http.ts'
import { nodeClock } from '../../src/effects/node/clock.ts'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { nodeServer } from '../../src/effects/node/server.ts'
import { createEmulator } from '../../src/emulator/emulator.ts'
import { sdkTransport, withoutAwsVariables } from '../doubles/aws-sdk.ts'
import { walk } from '../doubles/walker.ts'
import { watchSignIn } from '../doubles/watched-sign-in.ts'
import { wire } from '../doubles/wire.ts'

const clientId = signInClients['same-device']

beforeAll(withoutAwsVariables)

/** What the SDK would send for these settings and this input. */
async function sdkRequest(settings: object, tokenInput: object): Promise<HttpRequest | undefined> {
  let sent: HttpRequest | undefined
  const requestHandler = sdkTransport(async request => {
    sent = request
    return { status: 400, headers: {}, body: '{}' }
  })
  const credentials = { accessKeyId: '', secretAccessKey: '' }
  const client = new SigninClient({ credentials, requestHandler, region: 'eu-west-1', ...settings } as never)
  await client.send(new CreateOAuth2TokenCommand({ tokenInput } as never)).catch(() => {})
  return sent
}

const regions = [
  ...['us-east-1', 'eu-west-1', 'us-gov-west-1', 'us-gov-east-1', 'cn-north-1'],
  ...['us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1', 'eusc-de-east-1'],
]
const variants = [
  {},
  { AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
]

describe("our sign-in service is where the SDK's is", () => {
  it.each(regions.flatMap(region => variants.map(env => [region, env] as const)))(
    '%s %j',
    async (region, env) => {
      const settings = {
        region,
        useFipsEndpoint: 'AWS_USE_FIPS_ENDPOINT' in env,
        useDualstackEndpoint: 'AWS_USE_DUALSTACK_ENDPOINT' in env,
      }
      const theirs = await sdkRequest(settings, { clientId, grantType: 'refresh_token', refreshToken: 'r' })
      // Combinations that a partition has not: the SDK refuses them.
      if (theirs !== undefined) {
        expect(`${signInEndpoint(region, wire([], { env }).env)}/v1/token`).toBe(theirs.url)
      }
    },
  )
})

describe('our requests are those of the SDK', () => {
  const code = {
    type: 'authorization_code',
    code: new Secret('c'),
    verifier: new Secret('v'),
    redirectUri: 'http://127.0.0.1:1/oauth/callback',
  } as const
  const cases: readonly (readonly [Grant, object])[] = [
    [
      code,
      {
        clientId,
        grantType: 'authorization_code',
        code: 'c',
        codeVerifier: 'v',
        redirectUri: 'http://127.0.0.1:1/oauth/callback',
      },
    ],
    [
      { type: 'refresh_token', refreshToken: new Secret('r') },
      { clientId, grantType: 'refresh_token', refreshToken: 'r' },
    ],
  ]

  it.each(cases)('%j', async (grant, input) => {
    const theirs = await sdkRequest({}, input)
    const outside = wire([{ status: 400, body: '{"error":"INVALID_REQUEST"}' }])
    await createOAuth2Token({ region: 'eu-west-1', clientId, dpopKey: makeDpopKey(), grant }, outside)
    const [ours] = outside.sent
    expect(ours).toMatchObject({ method: theirs?.method, url: theirs?.url })
    expect(JSON.parse(ours?.body ?? '')).toEqual(JSON.parse(theirs?.body ?? ''))
    expect(ours?.headers['content-type']).toBe(theirs?.headers['content-type'])
  })
})

it("the emulator takes the SDK's own proofs, and keys of ours live on in the SDK", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'login-cache-'))
  const session = 'arn:aws:iam::123456789012:user/jane'
  const effects = { clock: nodeClock(), random: nodeRandom }
  const service = watchSignIn(createEmulator({ signInArn: session }, effects))
  const { url, close } = await nodeServer.listen(service.handle, 0)
  try {
    const env = { AWS_ENDPOINT_URL_SIGNIN: url }
    const dpopKey = makeDpopKey()
    const token = await signedIn(dpopKey, env)
    const file = join(folder, `${createHash('sha256').update(session).digest('hex')}.json`)
    const key = createPrivateKey({
      key: Buffer.from(dpopKey.expose(), 'base64'),
      format: 'der',
      type: 'pkcs8',
    })
    writeFileSync(
      file,
      JSON.stringify({
        accessToken: { accountId: '123456789012', expiresAt: new Date(0).toISOString() },
        clientId,
        refreshToken: token.refreshToken.expose(),
        dpopKey: key.export({ format: 'pem', type: 'sec1' }),
      }),
    )
    writeFileSync(join(folder, 'config'), `[profile jane]\nregion = us-east-1\nlogin_session = ${session}\n`)
    Object.assign(process.env, env, {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_LOGIN_CACHE_DIRECTORY: folder,
    })
    expect(await defaultProvider({ profile: 'jane' })()).toMatchObject({
      accessKeyId: service.tokens[1]?.accessToken.accessKeyId,
    })
    expect(service.calls).toEqual(['authorization_code', 'refresh_token'])
    expect(JSON.parse(readFileSync(file, 'utf8')).refreshToken).toBe(service.tokens[1]?.refreshToken)
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }

  async function signedIn(dpopKey: Secret, env: Readonly<Record<string, string>>) {
    const outside = { ...wire([], { env }), http: { send: service.handle } }
    const verifier = 'v'.repeat(43)
    const redirectUri = 'http://127.0.0.1:1/oauth/callback'
    const query = {
      client_id: clientId,
      state: 's',
      redirect_uri: redirectUri,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    }
    const page = { url: authorizeUrl({ region: 'us-east-1', query }, outside), button: 'Allow access' }
    const back = await walk(page, async request =>
      request.url.startsWith(redirectUri) ? { status: 200, headers: {}, body: '' } : service.handle(request),
    )
    const code = new Secret(new URL(back.url).searchParams.get('code') ?? '')
    const grant = { type: 'authorization_code', code, verifier: new Secret(verifier), redirectUri } as const
    const answer = await createOAuth2Token(
      { region: 'us-east-1', clientId, dpopKey, grant },
      { ...outside, clock: effects.clock, random: effects.random },
    )
    if (isSignInRefusal(answer)) throw new Error(answer.words)
    return answer
  }
})
