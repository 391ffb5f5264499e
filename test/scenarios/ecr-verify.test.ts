import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/emulator/faults.ts'
import { createWorld, exampleKeys, type World } from '../doubles/world.ts'

const config = '/home/me/.docker/config.json'
const one = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const line = 'aws ecr login --public --verify'

const worldOf = (files: Readonly<Record<string, string>> = {}) => createWorld({ env: exampleKeys, files })

/** Makes AWS hand out a password that no registry knows. */
function handOutNonsense(world: World, password = 'nonsense'): void {
  const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64')
  const body = JSON.stringify({
    authorizationData: { authorizationToken, expiresAt: world.now() / 1000 + 9999 },
  })
  const answer = { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body }
  world.emulator.inject({ answer }, { operation: 'ecr-public:GetAuthorizationToken' })
}

const challengeOf = (words: string): Fault => ({
  answer: { status: 401, headers: { 'www-authenticate': words }, body: '' },
})

describe('--verify', () => {
  it('exchanges the password for a bearer token, as a pull does', async () => {
    const world = worldOf()
    const run = await world.run(line)
    expect(run).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '✓ ECR Public login: public.ecr.aws (expires in 12h, verified)\n',
      requests: ['ecr-public:GetAuthorizationToken', 'public-registry:check', 'public-registry:token'],
    })
    const [, greeting, exchange] = world.emulator.requests
    expect(greeting?.headers.authorization).toBeUndefined()
    expect(exchange?.url).toBe('https://public.ecr.aws/token/?service=public.ecr.aws&scope=aws&account=AWS')
    expect(exchange?.headers.authorization).toMatch(/^Basic /)
  })

  it('asks a private registry with user and password', async () => {
    const world = worldOf()
    const run = await world.run(`aws ecr login -r ${one} --verify --format json`)
    expect(run.requests).toEqual([
      'ecr:GetAuthorizationToken',
      'private-registry:check',
      'private-registry:check',
    ])
    expect(JSON.parse(run.stdout).logins).toMatchObject([{ registry: one, verified: true }])
  })

  it('writes nothing that the registry does not take, in the registry’s own words', async () => {
    const before = '{"auths":{"public.ecr.aws":{"auth":"dTpw"}}}'
    const world = worldOf({ [config]: before })
    handOutNonsense(world)
    const run = await world.run(line)
    expect(run.exitCode).toBe(5)
    expect(run.stderr).toContain('public.ecr.aws does not take the login')
    expect(run.stderr).toContain('DENIED: Your Authorization Token is invalid. (400)')
    expect(run.stderr).toContain('code: request-refused')
    expect(world.files.contents()).toEqual({ [config]: before })
  })

  it('does not keep the others from their login', async () => {
    const world = worldOf()
    handOutNonsense(world)
    const run = await world.run(`aws ecr login -r public.ecr.aws -r ${one} --verify`)
    expect(run.exitCode).toBe(5)
    expect(run.stderr).toContain(`✓ ECR login: ${one} (expires in 12h, verified)`)
    expect(Object.keys(JSON.parse(world.files.contents()[config] ?? '').auths)).toEqual([one])
  })

  it('does nothing of this unless asked', async () => {
    expect((await worldOf().run('aws ecr login --public')).requests).toHaveLength(1)
  })

  it.each<[string, Fault, string, number, string]>([
    [
      'check',
      challengeOf('Bearer realm="http://public.ecr.aws/token"'),
      'sent to http://public.ecr.aws',
      6,
      '',
    ],
    ['check', challengeOf('Bearer service="x"'), 'names no address', 6, 'service-answer-invalid'],
    ['token', 'empty', 'without a token', 6, 'service-answer-invalid'],
    ['token', 'html', 'without a token', 6, 'service-answer-invalid'],
    ['token', 'server-error', 'An internal error occurred', 6, 'service-failed'],
    ['token', 'throttle', 'Rate exceeded', 6, 'service-throttled'],
    ['check', 'reset', 'socket hang up', 6, 'service-unreachable'],
  ])('fails when the %s gives %j', async (operation, fault, words, exitCode, code) => {
    const world = worldOf()
    world.emulator.inject(fault, { operation: `public-registry:${operation}`, times: 9 })
    const run = await world.run(line)
    expect(run.exitCode).toBe(exitCode)
    expect(run.stderr).toContain(words)
    expect(run.stderr).toContain(code)
    expect(world.files.contents()).toEqual({})
  })

  it('sends the password nowhere but over TLS', async () => {
    const world = worldOf()
    const words = 'Bearer realm="http://public.ecr.aws/token"'
    world.emulator.inject(challengeOf(words), { operation: 'public-registry:check' })
    await world.run(line)
    expect(world.emulator.requests.filter(({ url }) => url.startsWith('http:'))).toEqual([])
  })

  it('does not repeat a password that a registry repeats', async () => {
    const world = worldOf()
    handOutNonsense(world, 'CANARY-password')
    const answer = { status: 403, headers: {}, body: 'wrong password: CANARY-password' }
    world.emulator.inject({ answer }, { operation: 'public-registry:token' })
    const run = await world.run(line)
    expect(run.stderr).toContain('wrong password: *** (403)')
    expect(run.stderr).not.toContain('CANARY')
  })

  it.each<[string, string, (password: string) => string]>([
    ['longer than what is shown', 'CANARY'.repeat(100), password => password],
    ['in another form', 'CANARY-password?', password => encodeURIComponent(password)],
    ['as it was sent', 'CANARY-passwords!', password => Buffer.from(`AWS:${password}`).toString('base64')],
  ])('does not repeat one that is %s', async (_, password, form) => {
    const world = worldOf()
    handOutNonsense(world, password)
    const answer = { status: 403, headers: {}, body: `wrong password: ${form(password)}` }
    world.emulator.inject({ answer }, { operation: 'public-registry:token' })
    const run = await world.run(line)
    expect(run.stderr).toContain('wrong password: *** (403)')
    expect(run.stderr).not.toContain('CANARY')
  })
})

describe('verify: true', () => {
  const yaml = `
auth:
  identities:
    dev:
      kind: aws/user
      credentials: {access_key_id: ${exampleKeys.AWS_ACCESS_KEY_ID}, secret_access_key: ${exampleKeys.AWS_SECRET_ACCESS_KEY}, region: us-east-2}
  integrations:
    proved: {kind: aws/ecr, via: {identity: dev}, spec: {verify: true, registry: {account_id: "123456789012", region: us-east-2}}}
    trusted: {kind: aws/ecr-public, via: {identity: dev}}
`
  it.each([
    ['aws ecr login --identity dev', ['private-registry:check', 'private-registry:check']],
    [
      'aws ecr login --identity dev --verify',
      ['private-registry:check', 'private-registry:check', 'public-registry:check', 'public-registry:token'],
    ],
    ['auth login dev', ['private-registry:check', 'private-registry:check']],
    ['aws ecr login trusted', []],
  ])('%s', async (words, expected) => {
    const world = worldOf({ '/work/atmos.yaml': yaml })
    const run = await world.run(words)
    expect(run.exitCode).toBe(0)
    expect(run.requests.filter(name => /registry:/.test(name)).sort()).toEqual(expected)
  })
})
