import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  AssumeRootCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { exampleUser, type RoleOptions } from '../../src/emulator/options.ts'
import { sdkTransport } from '../doubles/aws-sdk.ts'

/** STS beyond GetCallerIdentity, judged by the official SDK. */

const account = '123456789012'
const arnOf = (name: string, owner = account) => `arn:aws:iam::${owner}:role/${name}`
const mfa = { serial: `arn:aws:iam::${account}:mfa/example`, code: '123456' }

const roles: readonly RoleOptions[] = [
  { arn: arnOf('Dev'), trust: { principals: [account] }, maxSessionSeconds: 7200 },
  { arn: arnOf('path/to/Next'), trust: { principals: [arnOf('Dev')] }, maxSessionSeconds: 7200 },
  { arn: arnOf('Partner', '999999999999'), trust: { principals: [account], externalId: 'shared-word' } },
  { arn: arnOf('Careful'), trust: { principals: [exampleUser.arn], requireMfa: true } },
  { arn: arnOf('Plain'), trust: { principals: [account], tagging: false } },
  { arn: arnOf('Others'), trust: { principals: ['888888888888'] } },
  { arn: arnOf('Deploy'), trust: { githubSubjects: ['repo:acme/shop:ref:refs/heads/*'] } },
]

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

let ahead = 0
let emulator: Emulator
beforeEach(() => {
  ahead = 0
  const clock = { now: () => Date.now() + ahead, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  const principals = [{ ...exampleUser, mfa }]
  emulator = createEmulator(
    { principals, roles, memberAccounts: ['777777777777'] },
    { clock, random: nodeRandom },
  )
})

const sts = (credentials: Keys = exampleUser) =>
  new STSClient({
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    requestHandler: sdkTransport(emulator.handle),
  })

const assume = (role: string, rest: Partial<AssumeRoleCommandInput> = {}, keys?: Keys) =>
  sts(keys).send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'me', ...rest }))

interface Answered {
  readonly Credentials?:
    | {
        AccessKeyId: string | undefined
        SecretAccessKey: string | undefined
        SessionToken: string | undefined
        Expiration: Date | undefined
      }
    | undefined
}

function keysOf({ Credentials }: Answered): Required<Keys> & { readonly expiration: Date } {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw new Error('No credentials')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  }
}

const whoIs = (keys: Keys) => sts(keys).send(new GetCallerIdentityCommand({}))
const denied = (message: string | RegExp) => ({
  name: 'AccessDenied',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
})

describe('AssumeRole', () => {
  it('gives keys that act as the role until they expire', async () => {
    const answer = await assume(arnOf('Dev'), { DurationSeconds: 900 })
    const keys = keysOf(answer)
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect((keys.expiration.getTime() - Date.now()) / 1000).toBeCloseTo(900, -1)
    const arn = `arn:aws:sts::${account}:assumed-role/Dev/me`
    expect(answer.AssumedRoleUser).toMatchObject({
      Arn: arn,
      AssumedRoleId: expect.stringMatching(/^AROA.+:me$/),
    })
    expect(await whoIs(keys)).toMatchObject({ Arn: arn, UserId: answer.AssumedRoleUser?.AssumedRoleId })
    ahead = 901_000
    await expect(whoIs(keys)).rejects.toMatchObject({ name: 'ExpiredToken' })
  })

  it('knows the sessions it gave no more after they were revoked', async () => {
    const keys = keysOf(await assume(arnOf('Dev')))
    emulator.revokeSessions()
    await expect(whoIs(keys)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await expect(whoIs(exampleUser)).resolves.toBeDefined()
  })

  it('leads from role to role, one hour at most', async () => {
    const first = keysOf(await assume(arnOf('Dev'), { DurationSeconds: 7200 }))
    const next = await assume(arnOf('path/to/Next'), {}, first)
    expect(next.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/Next/me`)
    await expect(assume(arnOf('path/to/Next'), { DurationSeconds: 3601 }, first)).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    })
  })

  it('keeps to the longest session of the role and of the service', async () => {
    await expect(assume(arnOf('Dev'), { DurationSeconds: 7201 })).rejects.toMatchObject({
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    })
    await expect(assume(arnOf('Dev'), { DurationSeconds: 899 })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining("Value '899' at 'durationSeconds'"),
    })
    await expect(assume(arnOf('Dev'), { DurationSeconds: 43_201 })).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })

  it.each([
    ['a', 'Member must have length greater than or equal to 2'],
    ['a b', 'Member must satisfy regular expression pattern'],
    ['x'.repeat(65), 'Member must have length less than or equal to 64'],
  ])('refuses the session name %j', async (name, rule) => {
    await expect(assume(arnOf('Dev'), { RoleSessionName: name })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(rule),
    })
  })

  it.each([arnOf('Others'), arnOf('Nowhere')])('never says whether %s exists', async role => {
    await expect(assume(role)).rejects.toMatchObject(
      denied(`User: ${exampleUser.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`),
    )
  })

  it('wants the external id, to the letter', async () => {
    const role = arnOf('Partner', '999999999999')
    await expect(assume(role)).rejects.toMatchObject(denied(/sts:AssumeRole/))
    await expect(assume(role, { ExternalId: 'Shared-Word' })).rejects.toMatchObject(denied(/sts:AssumeRole/))
    await expect(assume(role, { ExternalId: 'shared-word' })).resolves.toBeDefined()
  })

  it('wants the second factor where the role does, in the call or in the session', async () => {
    const role = arnOf('Careful')
    await expect(assume(role)).rejects.toMatchObject(denied(/sts:AssumeRole/))
    await expect(assume(role, { SerialNumber: mfa.serial, TokenCode: '000000' })).rejects.toMatchObject(
      denied(/invalid MFA one time pass code/),
    )
    await expect(assume(role, { SerialNumber: mfa.serial, TokenCode: mfa.code })).resolves.toBeDefined()
    const proof = new GetSessionTokenCommand({ SerialNumber: mfa.serial, TokenCode: mfa.code })
    const session = keysOf(await sts().send(proof))
    await expect(assume(role, {}, session)).resolves.toBeDefined()
  })

  it('takes tags only where the role does', async () => {
    const Tags = [{ Key: 'team', Value: 'shop' }]
    await expect(assume(arnOf('Dev'), { Tags })).resolves.toBeDefined()
    await expect(assume(arnOf('Plain'), { Tags })).rejects.toMatchObject(denied(/sts:TagSession/))
    const many = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: 'v' }))
    await expect(assume(arnOf('Dev'), { Tags: many })).rejects.toMatchObject({ name: 'ValidationError' })
  })

  it('needs the caller’s own policy unless the role names the caller', async () => {
    emulator.setPrincipal({ ...exampleUser, allow: [], mfa })
    await expect(assume(arnOf('Dev'))).rejects.toMatchObject(
      denied(/because no identity-based policy allows/),
    )
    const proof = { SerialNumber: mfa.serial, TokenCode: mfa.code }
    await expect(assume(arnOf('Careful'), proof)).resolves.toBeDefined()
    emulator.setPrincipal({ ...exampleUser, deny: ['sts:*'], mfa })
    await expect(assume(arnOf('Careful'), proof)).rejects.toMatchObject(denied(/explicit deny/))
  })
})

describe('GetSessionToken', () => {
  const ask = (input = {}, keys?: Keys) => sts(keys).send(new GetSessionTokenCommand(input))

  it('gives keys of the same user for twelve hours', async () => {
    const keys = keysOf(await ask())
    expect((keys.expiration.getTime() - Date.now()) / 3_600_000).toBeCloseTo(12, 1)
    expect(await whoIs(keys)).toMatchObject({ Arn: exampleUser.arn })
  })

  it('is for long-lived keys only', async () => {
    const keys = keysOf(await ask())
    await expect(ask({}, keys)).rejects.toMatchObject(
      denied('Cannot call GetSessionToken with session credentials'),
    )
  })

  it.each([
    [{ SerialNumber: mfa.serial, TokenCode: '000000' }, /with invalid MFA one time pass code/],
    [{ SerialNumber: `${mfa.serial}x`, TokenCode: mfa.code }, /unable to validate MFA code/],
    [{ SerialNumber: mfa.serial }, /must provide both/],
  ])('refuses the second factor %j', async (input, words) => {
    await expect(ask(input)).rejects.toMatchObject(denied(words))
  })

  it('lasts from 15 minutes to 36 hours', async () => {
    await expect(ask({ DurationSeconds: 129_600 })).resolves.toBeDefined()
    await expect(ask({ DurationSeconds: 129_601 })).rejects.toMatchObject({ name: 'ValidationError' })
    await expect(ask({ DurationSeconds: 899 })).rejects.toMatchObject({ name: 'ValidationError' })
  })
})

describe('AssumeRoot', () => {
  const policy = 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'
  const ask = (TargetPrincipal: string, rest: { arn?: string; DurationSeconds?: number } = {}) => {
    const { arn = policy, ...others } = rest
    return sts().send(new AssumeRootCommand({ TargetPrincipal, TaskPolicyArn: { arn }, ...others }))
  }

  it('gives the root of a member account, for 15 minutes at most', async () => {
    const keys = keysOf(await ask('777777777777'))
    expect((keys.expiration.getTime() - Date.now()) / 60_000).toBeCloseTo(15, 0)
    expect(await whoIs(keys)).toMatchObject({ Arn: 'arn:aws:iam::777777777777:root', UserId: '777777777777' })
    await expect(ask('777777777777', { DurationSeconds: 901 })).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })

  it('refuses strangers and unknown tasks', async () => {
    await expect(ask('666666666666')).rejects.toMatchObject(
      denied(/sts:AssumeRoot on resource: arn:aws:iam::666666666666:root$/),
    )
    const arn = 'arn:aws:iam::aws:policy/root-task/Everything'
    await expect(ask('777777777777', { arn })).rejects.toMatchObject({ name: 'ValidationError' })
  })
})

describe('AssumeRoleWithWebIdentity', () => {
  async function jobToken(audience = 'sts.amazonaws.com'): Promise<string> {
    const url = `https://pipelines.actions.githubusercontent.com/x/idtoken?api-version=2.0&audience=${audience}`
    const headers = { authorization: 'Bearer emulated-job-token' }
    return JSON.parse((await emulator.handle({ method: 'GET', url, headers })).body).value
  }

  const ask = async (WebIdentityToken: string, role = arnOf('Deploy')) =>
    sts().send(
      new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'job', WebIdentityToken }),
    )

  it('takes the token of a GitHub job, unsigned', async () => {
    const answer = await ask(await jobToken())
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: 'repo:acme/shop:ref:refs/heads/main',
      Audience: 'sts.amazonaws.com',
      Provider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    })
    const arn = `arn:aws:sts::${account}:assumed-role/Deploy/job`
    expect(await whoIs(keysOf(answer))).toMatchObject({ Arn: arn })
    expect(emulator.requests.at(-2)?.headers).not.toHaveProperty('authorization')
  })

  it('refuses an expired token', async () => {
    const token = await jobToken()
    ahead = 301_000
    await expect(ask(token)).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: expect.stringMatching(/^Token expired: current date\/time \d+ must be before/),
    })
  })

  it('refuses a token for another audience, a changed one, and what is none', async () => {
    const wrong = { name: 'InvalidIdentityTokenException' }
    await expect(ask(await jobToken('elsewhere'))).rejects.toMatchObject(wrong)
    const [head, , signature] = (await jobToken()).split('.')
    const claims = Buffer.from(JSON.stringify({ sub: 'repo:acme/shop:ref:refs/heads/main' })).toString(
      'base64url',
    )
    await expect(ask(`${head}.${claims}.${signature}`)).rejects.toMatchObject(wrong)
    await expect(ask('no-token')).rejects.toMatchObject(wrong)
  })

  it('refuses subjects the role does not trust', async () => {
    await expect(ask(await jobToken(), arnOf('Dev'))).rejects.toMatchObject(
      denied('Not authorized to perform sts:AssumeRoleWithWebIdentity'),
    )
  })
})
