import { describe, expect, it } from 'vitest'
import { createWorld, exampleKeys, type World, type WorldOptions } from '../doubles/world.ts'

const config = '/home/me/.docker/config.json'
const one = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const minute = 60_000
const hour = 60 * minute

const yaml = `
auth:
  identities:
    dev:
      kind: aws/user
      credentials: {access_key_id: ${exampleKeys.AWS_ACCESS_KEY_ID}, secret_access_key: ${exampleKeys.AWS_SECRET_ACCESS_KEY}, region: us-east-2}
    here: {kind: aws/ambient}
  integrations:
    private: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "123456789012", region: us-east-2}}}
    public: {kind: aws/ecr-public, via: {identity: dev}}
`

const worldOf = (options: WorldOptions = {}) =>
  createWorld({ ...options, env: { ...exampleKeys, ...options.env } })

const configured = (options: WorldOptions = {}) =>
  worldOf({ ...options, files: { '/work/atmos.yaml': yaml, ...options.files } })

/** Takes every principal away, as when a secret was withdrawn. */
function withoutKeys(world: World): void {
  delete world.env.AWS_ACCESS_KEY_ID
  delete world.env.AWS_SECRET_ACCESS_KEY
  world.env.AWS_EC2_METADATA_DISABLED = 'true'
}

describe('--if-needed', () => {
  it('asks AWS only once more than half of the life is over', async () => {
    const world = worldOf()
    const line = 'aws ecr login --public --if-needed'
    expect((await world.run(line)).requests).toEqual(['ecr-public:GetAuthorizationToken'])
    world.pass(4 * hour + 48 * minute)
    const before = world.files.contents()
    expect(await world.run(line)).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '✓ ECR Public login: public.ecr.aws is still good for 7h12m\n',
      requests: [],
    })
    expect(world.files.contents()).toEqual(before)
    world.pass(hour + 13 * minute)
    const run = await world.run(line)
    expect(run.requests).toEqual(['ecr-public:GetAuthorizationToken'])
    expect(run.stderr).toContain('(expires in 12h)')
  })

  it('needs no credentials while the login is good', async () => {
    const world = configured()
    await world.run('aws ecr login private')
    world.emulator.inject('server-error', { times: 99 })
    const run = await world.run('aws ecr login private --if-needed --format json')
    expect(run).toMatchObject({ exitCode: 0, stderr: '', requests: [] })
    expect(JSON.parse(run.stdout).logins).toEqual([
      {
        registry: one,
        expiresAt: new Date(world.now() + 12 * hour).toISOString(),
        writtenTo: { type: 'file', path: config },
        kept: true,
      },
    ])
  })

  it.each<[string, (world: World) => void]>([
    ['logged out', world => world.files.put(config, '{}')],
    [
      'logged in otherwise',
      world => world.files.put(config, '{"auths":{"public.ecr.aws":{"auth":"QVdTOng="}}}'),
    ],
    [
      'set DOCKER_CONFIG',
      world => {
        world.env.DOCKER_CONFIG = '/tmp/job'
      },
    ],
    [
      'became somebody else',
      world => {
        world.env.AWS_PROFILE = 'other'
      },
    ],
  ])('logs in again when somebody %s', async (_, act) => {
    const world = worldOf()
    await world.run('aws ecr login --public')
    act(world)
    expect((await world.run('aws ecr login --public --if-needed')).requests).toEqual([
      'ecr-public:GetAuthorizationToken',
    ])
  })

  it('takes a login by another identity for none', async () => {
    const world = configured()
    const publicly = ['ecr-public:GetAuthorizationToken']
    const requestsOf = async (words: string) =>
      (await world.run(`aws ecr login --public --if-needed${words}`)).requests
    expect(await requestsOf(' --identity dev')).toEqual(publicly)
    expect(await requestsOf(' --identity dev')).toEqual([])
    expect(await requestsOf('')).toEqual(publicly)
    expect(await requestsOf(' --identity here')).toEqual(publicly)
    expect(await requestsOf(' --identity here')).toEqual([])
    world.env.AWS_PROFILE = 'other'
    expect(await requestsOf(' --identity here')).toEqual(publicly)
    expect(await requestsOf(' --identity dev')).toEqual(publicly)
  })

  it('looks for the login where it was to go', async () => {
    const world = worldOf()
    const line = 'aws ecr login --public --if-needed --to file:/tmp/x.json'
    await world.run('aws ecr login --public')
    expect((await world.run(line)).requests).toHaveLength(1)
    expect((await world.run(line)).requests).toEqual([])
  })

  it('fetches what is missing of several, and reports in order', async () => {
    const world = configured()
    await world.run('aws ecr login public')
    world.pass(hour)
    const run = await world.run('aws ecr login --identity dev --if-needed')
    expect(run.requests).toEqual(['ecr:GetAuthorizationToken'])
    expect(run.stderr).toBe(
      [
        `✓ ECR login: ${one} (expires in 12h)`,
        '✓ ECR Public login: public.ecr.aws is still good for 11h',
        '',
      ].join('\n'),
    )
  })
})

describe('--watch', () => {
  it('renews at half of the life until it is stopped, and ends with 0', async () => {
    const world = worldOf({ stopAfter: 18 * hour })
    const run = await world.run('aws ecr login --public --watch')
    expect(run).toMatchObject({ exitCode: 0, stdout: '' })
    expect(run.requests).toHaveLength(4)
    expect(run.stderr).toBe(
      [
        '✓ ECR Public login: public.ecr.aws (expires in 12h)',
        'Keeping this fresh until stopped; the next renewal is in about 5h42m',
        ...Array(3).fill('✓ ECR Public login: public.ecr.aws (expires in 12h)'),
        '',
      ].join('\n'),
    )
    expect(world.now()).toBe(Date.parse('2026-11-24T06:00:00Z'))
    const entry = JSON.parse((await world.run('status --format json')).stdout).logins[0]
    expect(entry).toMatchObject({ loggedInAt: '2026-11-24T05:06:00.000Z', state: 'found' })
  })

  it('survives failures while the old login is valid, trying again less and less often', async () => {
    let calls: number[] = []
    const world = worldOf({
      stopAfter: 7 * hour,
      onTime: ({ emulator, now }) => {
        if (calls.length === 0) emulator.inject('html', { times: 4 })
        calls = [...calls, now()]
      },
    })
    const run = await world.run('aws ecr login --public --watch')
    expect(run.exitCode).toBe(0)
    const waits = [...run.stderr.matchAll(/not renewed \(next attempt in (\d+) s, good for/g)].map(
      ([, s]) => s,
    )
    expect(waits).toEqual(['10', '20', '40', '80'])
    expect(run.stderr.match(/✓ /g)).toHaveLength(2)
  })

  it('ends with the failure once the login has expired, which it takes back', async () => {
    const world = worldOf({ stopAfter: 48 * hour, onTime: withoutKeys })
    const run = await world.run('aws ecr login --public --watch')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('code: no-credentials')
    expect(run.stderr).toContain('Removed the expired login for public.ecr.aws')
    expect(world.now()).toBeGreaterThan(Date.parse('2026-11-24T00:00:00Z'))
    expect(world.now()).toBeLessThan(Date.parse('2026-11-24T00:06:00Z'))
    expect(world.files.contents()).toEqual({})
  })

  it('fails at once when it cannot even begin', async () => {
    const world = worldOf({ stopAfter: 48 * hour })
    world.emulator.inject('html', { times: 9 })
    const run = await world.run('aws ecr login --public --watch')
    expect(run).toMatchObject({ exitCode: 6, requests: ['ecr-public:GetAuthorizationToken'] })
    expect(run.stderr).not.toContain('Keeping')
  })

  it('begins with a login that is good enough, and renews it in its time', async () => {
    const world = configured({ stopAfter: 8 * hour })
    await world.run('aws ecr login --identity dev')
    world.pass(4 * hour)
    const run = await world.run('aws ecr login --identity dev --watch --if-needed --format json')
    const lines = run.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).logins)
    expect(lines).toMatchObject([
      [{ kept: true }, { kept: true }],
      [{ registry: one }, {}],
    ])
    expect(lines[1][0].kept).toBeUndefined()
    expect(lines[1][0].expiresAt).toBe('2026-11-24T05:42:00.000Z')
    expect(run.stderr).toContain('the next renewal is in about 1h42m')
  })
})

describe('a public login that fails', () => {
  it('takes our own expired one back, so that anonymous pulls pass', async () => {
    const world = worldOf({ files: { [config]: '{"auths":{"ghcr.io":{"auth":"dTpw"}}}' } })
    await world.run('aws ecr login --public')
    world.emulator.inject('html', { times: 2 })
    await world.run('aws ecr login --public')
    expect(world.files.contents()[config]).toContain('public.ecr.aws')
    world.pass(12 * hour)
    const run = await world.run('aws ecr login --public')
    expect(run.exitCode).toBe(6)
    expect(run.stderr).toContain(`Removed the expired login for public.ecr.aws from ${config}`)
    expect(world.files.contents()[config]).toBe('{"auths":{"ghcr.io":{"auth":"dTpw"}}}')
  })

  it('leaves the expired login of somebody else alone', async () => {
    const world = worldOf()
    await world.run('aws ecr login --public')
    const theirs = '{"auths":{"public.ecr.aws":{"auth":"QVdTOng="}}}'
    world.files.put(config, theirs)
    world.pass(13 * hour)
    withoutKeys(world)
    expect((await world.run('aws ecr login --public')).exitCode).toBe(4)
    expect(world.files.contents()[config]).toBe(theirs)
  })
})

describe('--optional', () => {
  it('warns and ends with 0 where there are no credentials', async () => {
    const world = worldOf()
    withoutKeys(world)
    expect((await world.run('aws ecr login --public')).exitCode).toBe(4)
    const run = await world.run('aws ecr login --public --optional')
    expect(run).toMatchObject({ exitCode: 0, stdout: '', requests: [] })
    expect(run.stderr).toContain(
      '⚠ Not logged in to public.ecr.aws, pulls go on without a login: No AWS credentials were found\n',
    )
    const scripted = await world.run('aws ecr login --public --optional --format json')
    expect(scripted).toMatchObject({ exitCode: 0, stdout: '{"logins":[]}\n' })
  })

  it('still fails where credentials are refused', async () => {
    const world = worldOf({ env: { AWS_SECRET_ACCESS_KEY: 'wrong' } })
    expect((await world.run('aws ecr login --public --optional')).exitCode).toBe(5)
  })
})

describe('the words', () => {
  it.each([
    [`-r ${one} --optional`, '--optional needs --public'],
    ['--public --optional --watch', '--optional cannot be combined with --watch'],
    ['--public --if-needed --to stdout', '--if-needed cannot be combined with --to stdout'],
    ['--public --watch --to kubernetes-secret', '--watch cannot be combined with --to kubernetes-secret'],
    ['--public --if-needed --expect-account 123456789012', '--if-needed cannot be combined with'],
  ])('%s: exit 2', async (words, sentence) => {
    const run = await worldOf().run(`aws ecr login ${words}`)
    expect(run).toMatchObject({ exitCode: 2, requests: [] })
    expect(run.stderr).toContain(sentence)
  })
})
