import { createHash } from 'node:crypto'
import { ECRClient, GetAuthorizationTokenCommand as GetPrivateToken } from '@aws-sdk/client-ecr'
import { ECRPUBLICClient, GetAuthorizationTokenCommand as GetPublicToken } from '@aws-sdk/client-ecr-public'
import { beforeEach, describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../src/effects/http.ts'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { type EmulatorOptions, exampleUser } from '../../src/emulator/options.ts'
import { sdkTransport } from '../doubles/aws-sdk.ts'

/** Tokens fetched with the official SDK, spent at the emulator's registries as the docker client would. */

const hour = 3_600_000
const repository = 'docker/library/alpine'
let ahead = 0
let emulator: Emulator
const start = (options: EmulatorOptions = {}) => {
  ahead = 0
  const clock = { now: () => Date.now() + ahead, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  emulator = createEmulator(options, { clock, random: nodeRandom })
}
beforeEach(() => start())

const sdk = () => ({
  region: 'us-east-1',
  credentials: exampleUser,
  requestHandler: sdkTransport(emulator.handle),
})

async function publicLogin(): Promise<string> {
  const { authorizationData } = await new ECRPUBLICClient(sdk()).send(new GetPublicToken({}))
  return authorizationData?.authorizationToken ?? ''
}

const get = (url: string, authorization?: string): Promise<HttpResponse> =>
  emulator.handle({ method: 'GET', url, headers: authorization === undefined ? {} : { authorization } })

async function bearer(login?: string): Promise<string> {
  const query = `?scope=repository:${repository}:pull&service=public.ecr.aws`
  const answer = await get(`https://public.ecr.aws/token/${query}`, login && `Basic ${login}`)
  expect(answer).toMatchObject({ status: 200 })
  return JSON.parse(answer.body).token
}

const pull = (token: string, reference = 'latest') =>
  get(`https://public.ecr.aws/v2/${repository}/manifests/${reference}`, `Bearer ${token}`)

async function pullStatuses(token: string, count: number): Promise<readonly number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => pull(token)))
  return answers.map(({ status }) => status)
}

describe('ECR Public', () => {
  it('sends a stranger to its token service', async () => {
    expect(await get('https://public.ecr.aws/v2/')).toMatchObject({
      status: 401,
      headers: {
        'www-authenticate':
          'Bearer realm="https://public.ecr.aws/token/",service="public.ecr.aws",scope="aws"',
      },
    })
  })

  it('names itself in the challenge by the loopback address it was called by', async () => {
    const answer = await get('http://127.0.0.1:4510/v2/')
    expect(answer.headers['www-authenticate']).toContain('realm="http://127.0.0.1:4510/token/"')
  })

  it('grants anybody one pull a second, and a login ten', async () => {
    expect(await pullStatuses(await bearer(), 3)).toEqual([200, 429, 429])
    const login = await publicLogin()
    expect(await pullStatuses(await bearer(login), 11)).toEqual([...Array(10).fill(200), 429])
    ahead += 1000
    expect(await pullStatuses(await bearer(), 2)).toEqual([200, 429])
  })

  it('has rates that can be set', async () => {
    start({ pullsPerSecond: { anonymous: 2, signedIn: 3 } })
    expect(await pullStatuses(await bearer(), 3)).toEqual([200, 200, 429])
    expect(await pullStatuses(await bearer(await publicLogin()), 4)).toEqual([200, 200, 200, 429])
  })

  it('refuses one pull too many in the words of the real one', async () => {
    const token = await bearer()
    await pull(token)
    const { status, body } = await pull(token)
    expect([status, JSON.parse(body)]).toEqual([
      429,
      { errors: [{ code: 'TOOMANYREQUESTS', message: 'Rate exceeded' }] },
    ])
  })

  it('counts neither looking (HEAD) nor layers', async () => {
    const token = await bearer()
    const authorization = `Bearer ${token}`
    const url = `https://public.ecr.aws/v2/${repository}/manifests/latest`
    for (let i = 0; i < 3; i++) {
      const head = await emulator.handle({ method: 'HEAD', url, headers: { authorization } })
      expect(head).toMatchObject({ status: 200, body: '' })
    }
    const manifest = JSON.parse((await pull(token)).body)
    for (const { digest } of [manifest.config, ...manifest.layers]) {
      const blob = await get(`https://public.ecr.aws/v2/${repository}/blobs/${digest}`, authorization)
      expect(`sha256:${createHash('sha256').update(blob.body).digest('hex')}`).toBe(digest)
    }
  })

  it('takes the whole authorization token as a bearer too, but no password outside the exchange', async () => {
    const login = await publicLogin()
    expect(await pull(login)).toMatchObject({ status: 200 })
    const url = `https://public.ecr.aws/v2/${repository}/manifests/latest`
    expect(await get(url, `Basic ${login}`)).toMatchObject({
      status: 400,
      body: expect.stringContaining('Your Authorization Token is invalid.'),
    })
  })

  it('takes a login for twelve hours and not longer', async () => {
    const login = await publicLogin()
    ahead += 12 * hour - 60_000
    const token = await bearer(login)
    ahead += 60_000
    const expired = {
      status: 400,
      body: expect.stringContaining('Your authorization token has expired. Reauthenticate and try again.'),
    }
    expect(await get('https://public.ecr.aws/token/', `Basic ${login}`)).toMatchObject(expired)
    expect(await pull(token)).toMatchObject(expired)
  })

  it.each([
    ['another password', btoa('AWS:wrong')],
    ['another user', undefined],
  ])('refuses %s', async (_, given) => {
    const basic = given ?? btoa(atob(await publicLogin()).replace('AWS:', 'me:'))
    expect(await get('https://public.ecr.aws/token/', `Basic ${basic}`)).toMatchObject({ status: 400 })
  })

  it('says what it does not have', async () => {
    const token = await publicLogin()
    const codeOf = async (path: string) =>
      JSON.parse((await get(`https://public.ecr.aws/v2/${path}`, `Bearer ${token}`)).body).errors[0].code
    expect(await codeOf('no/such/manifests/latest')).toBe('NAME_UNKNOWN')
    expect(await codeOf(`${repository}/manifests/sha256:00`)).toBe('MANIFEST_UNKNOWN')
    expect(await codeOf(`${repository}/blobs/sha256:00`)).toBe('BLOB_UNKNOWN')
    expect(await codeOf(`${repository}/referrers/x`)).toBe('UNSUPPORTED')
  })
})

describe('private ECR', () => {
  const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com'
  const manifest = `https://${host}/v2/${repository}/manifests/latest`

  async function privateLogin(): Promise<string> {
    const { authorizationData } = await new ECRClient(sdk()).send(new GetPrivateToken({}))
    return authorizationData?.[0]?.authorizationToken ?? ''
  }

  it('asks a stranger for a password', async () => {
    expect(await get(`https://${host}/v2/`)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': `Basic realm="https://${host}/",service="ecr.amazonaws.com"` },
    })
  })

  it('takes its own token, in its own Region, while it lasts', async () => {
    const authorization = `Basic ${await privateLogin()}`
    expect(await get(manifest, authorization)).toMatchObject({ status: 200 })
    expect(await get(manifest.replace('us-east-1', 'us-west-2'), authorization)).toMatchObject({
      status: 403,
    })
    ahead += 12 * hour
    expect(await get(manifest, authorization)).toMatchObject({
      status: 403,
      body: expect.stringContaining('DENIED'),
    })
  })

  it('and ECR Public do not take each other’s tokens', async () => {
    expect(await get(manifest, `Basic ${await publicLogin()}`)).toMatchObject({ status: 403 })
    const crossed = await get('https://public.ecr.aws/token/', `Basic ${await privateLogin()}`)
    expect(crossed).toMatchObject({ status: 400 })
  })
})
