import { ECRClient, GetAuthorizationTokenCommand as GetPrivateToken } from '@aws-sdk/client-ecr'
import { ECRPUBLICClient, GetAuthorizationTokenCommand as GetPublicToken } from '@aws-sdk/client-ecr-public'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exampleUser } from '../../src/emulator/options.ts'
import { sdkTransport } from '../doubles/aws-sdk.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'

/** The official SDK judges the emulator: what AWS accepts passes, what AWS rejects fails by AWS's name. */

const good = { accessKeyId: exampleUser.accessKeyId, secretAccessKey: exampleUser.secretAccessKey }
const temporary = { accessKeyId: 'ASIATEMPORARYEXAMPLE', secretAccessKey: 'secret/of/a/session' }
const session = { ...temporary, sessionToken: 'session-token+with/signs=' }

let running: RunningEmulator
beforeAll(async () => {
  running = await startEmulator()
})
afterAll(() => running.close())
beforeEach(() => {
  running.emulator.setPrincipal(exampleUser)
  running.emulator.setPrincipal({ ...session, arn: 'arn:aws:sts::123456789012:assumed-role/Dev/me' })
  running.emulator.setClockSkew(0)
})

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

interface Asking {
  readonly region?: string
  readonly maxAttempts?: number
}

function ask(service: string, credentials: Keys, asking: Asking = {}): Promise<unknown> {
  const options = { endpoint: running.url, region: 'us-east-1', credentials, maxAttempts: 1, ...asking }
  if (service === 'ecr-public') return new ECRPUBLICClient(options).send(new GetPublicToken({}))
  if (service === 'ecr') return new ECRClient(options).send(new GetPrivateToken({}))
  return new STSClient(options).send(new GetCallerIdentityCommand({}))
}

describe('good keys', () => {
  it('get a token of ECR Public that lasts twelve hours', async () => {
    const client = new ECRPUBLICClient({ endpoint: running.url, region: 'us-east-1', credentials: good })
    const { authorizationData } = await client.send(new GetPublicToken({}))
    expect(atob(authorizationData?.authorizationToken ?? '')).toMatch(/^AWS:.{40}/)
    const hours = (Number(authorizationData?.expiresAt) - Date.now()) / 3_600_000
    expect(hours).toBeCloseTo(12, 1)
  })

  it('get a list of tokens of ECR, one for each registry asked about', async () => {
    const client = new ECRClient({ endpoint: running.url, region: 'eu-west-1', credentials: good })
    const plain = await client.send(new GetPrivateToken({}))
    expect(plain.authorizationData?.map(data => data.proxyEndpoint)).toEqual([
      'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    ])
    const two = await client.send(new GetPrivateToken({ registryIds: ['111111111111', '222222222222'] }))
    expect(two.authorizationData).toHaveLength(2)
    const wrong = client.send(new GetPrivateToken({ registryIds: ['12'] }))
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  it('are told by STS whose they are', async () => {
    expect(await ask('sts', good)).toMatchObject({
      Account: '123456789012',
      Arn: exampleUser.arn,
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    })
  })

  it.each(['ecr-public', 'ecr', 'sts'])('with a session token are good for %s too', async service => {
    await expect(ask(service, session)).resolves.toBeDefined()
  })
})

const names = [
  ['ecr-public', 'InvalidSignatureException', 'UnrecognizedClientException', 'ExpiredTokenException'],
  ['ecr', 'InvalidSignatureException', 'UnrecognizedClientException', 'ExpiredTokenException'],
  ['sts', 'SignatureDoesNotMatch', 'InvalidClientTokenId', 'ExpiredToken'],
] as const

describe.each(names)('%s refuses', (service, badSignature, unknownKey, expired) => {
  it('a wrong secret', async () => {
    const asked = ask(service, { ...good, secretAccessKey: 'wrong' })
    await expect(asked).rejects.toMatchObject({
      name: badSignature,
      message: expect.stringMatching(/^The request signature we calculated does not match/),
    })
  })

  it('a key nobody knows, or knows no longer', async () => {
    const stranger = ask(service, { ...good, accessKeyId: 'AKIAIOSFODNN7UNKNOWN' })
    await expect(stranger).rejects.toMatchObject({ name: unknownKey })
    running.emulator.revokeKey(good.accessKeyId)
    await expect(ask(service, good)).rejects.toMatchObject({ name: unknownKey })
  })

  it('temporary keys without their session token, or with another', async () => {
    await expect(ask(service, temporary)).rejects.toMatchObject({ name: unknownKey })
    const other = { ...session, sessionToken: 'another' }
    await expect(ask(service, other)).rejects.toMatchObject({ name: unknownKey })
  })

  it('expired keys', async () => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/Dev/me'
    running.emulator.setPrincipal({ ...session, arn, expiresAt: Date.now() - 1000 })
    await expect(ask(service, session)).rejects.toMatchObject({ name: expired })
  })

  it('a clock that is 16 minutes off, either way, but not one that is 14 off', async () => {
    running.emulator.setClockSkew(16 * 60_000)
    await expect(ask(service, good)).rejects.toMatchObject({
      name: badSignature,
      message: expect.stringMatching(
        /^Signature expired: \S+Z is now earlier than \S+Z \(\S+Z - 15 min\.\)$/,
      ),
    })
    running.emulator.setClockSkew(-16 * 60_000)
    await expect(ask(service, good)).rejects.toMatchObject({
      message: expect.stringMatching(/^Signature not yet current: /),
    })
    running.emulator.setClockSkew(14 * 60_000)
    await expect(ask(service, good)).resolves.toBeDefined()
  })

  it('a busy and a broken moment by names the SDK retries on', async () => {
    running.emulator.forgetRequests()
    running.emulator.inject('throttle')
    running.emulator.inject('server-error')
    await ask(service, good, { maxAttempts: 3 })
    expect(running.emulator.requests.map(({ status }) => status)).toEqual([400, 500, 200])
  })
})

describe('policies', () => {
  const missing = (action: string) =>
    `User: ${exampleUser.arn} is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`

  it.each([
    ['ecr-public', ['ecr-public:*'], 'sts:GetServiceBearerToken'],
    ['ecr-public', ['sts:*', 'ecr:*'], 'ecr-public:GetAuthorizationToken'],
    ['ecr', ['ecr-public:*'], 'ecr:GetAuthorizationToken'],
  ])('%s names the action that %j lacks', async (service, allow, action) => {
    running.emulator.setPrincipal({ ...exampleUser, allow })
    await expect(ask(service, good)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: missing(action),
    })
  })

  it('let a denial win', async () => {
    running.emulator.setPrincipal({ ...exampleUser, deny: ['sts:GetServiceBearer*'] })
    await expect(ask('ecr-public', good)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${exampleUser.arn} is not authorized to perform: sts:GetServiceBearerToken on resource: * with an explicit deny in an identity-based policy`,
    })
  })

  it('never keep a caller from learning who they are', async () => {
    running.emulator.setPrincipal({ ...exampleUser, allow: [], deny: ['*'] })
    await expect(ask('sts', good)).resolves.toMatchObject({ Arn: exampleUser.arn })
  })
})

describe('Regions', () => {
  it('ECR Public gives tokens in us-east-1 only', async () => {
    await expect(ask('ecr-public', good, { region: 'us-west-2' })).rejects.toMatchObject({
      name: 'UnsupportedCommandException',
      message: 'GetAuthorizationToken command is only supported in us-east-1.',
    })
  })

  it('a key of one partition is unknown in another', async () => {
    await expect(ask('ecr', good, { region: 'cn-north-1' })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
  })

  it('a real host name wants its own Region and service in the signature', async () => {
    const requestHandler = sdkTransport(running.emulator.handle)
    const ohio = new ECRClient({ region: 'us-east-2', credentials: good, requestHandler, maxAttempts: 1 })
    const { authorizationData } = await ohio.send(new GetPrivateToken({}))
    expect(authorizationData?.[0]?.proxyEndpoint).toBe('https://123456789012.dkr.ecr.us-east-2.amazonaws.com')
    const endpoint = 'https://api.ecr.us-west-1.amazonaws.com'
    const lost = new ECRClient({
      region: 'us-east-2',
      endpoint,
      credentials: good,
      requestHandler,
      maxAttempts: 1,
    })
    await expect(lost.send(new GetPrivateToken({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining("scoped to a valid region, not 'us-east-2'"),
    })
  })
})

it('breaks the connection when told to, and the SDK tries again', async () => {
  running.emulator.forgetRequests()
  running.emulator.inject('reset')
  await ask('sts', good, { maxAttempts: 2 })
  expect(running.emulator.requests.map(({ status }) => status)).toEqual([undefined, 200])
})
