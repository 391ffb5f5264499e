import { describe, expect, it } from 'vitest'
import { createWorld, exampleKeys, type World } from '../doubles/world.ts'

const hour = 60 * 60_000
const ohio = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const oregon = '123456789012.dkr.ecr.us-west-2.amazonaws.com'
const notFound = 'credentials not found in native keychain\n'
const publicCall = 'ecr-public:GetAuthorizationToken'
const privateCall = 'ecr:GetAuthorizationToken'

const keys = (id: string, secret: string) =>
  `credentials: { access_key_id: ${id}, secret_access_key: ${secret}, region: us-east-1 }`

const config = `
auth:
  identities:
    dev: { kind: aws/user, ${keys(exampleKeys.AWS_ACCESS_KEY_ID, exampleKeys.AWS_SECRET_ACCESS_KEY)} }
    ops: { kind: aws/user, ${keys('AKIAOPERATOR00000001', 'operator/only/opens/nothing/elsewhere/00')} }
  integrations:
    images: { kind: aws/ecr-public, via: { identity: dev } }
    shop:
      kind: aws/ecr
      via: { identity: ops }
      spec: { registry: { account_id: "123456789012", region: us-east-2 } }
`

const operator = {
  arn: 'arn:aws:iam::123456789012:user/ops',
  accessKeyId: 'AKIAOPERATOR00000001',
  secretAccessKey: 'operator/only/opens/nothing/elsewhere/00',
}
const example = {
  arn: 'arn:aws:iam::123456789012:user/example',
  accessKeyId: exampleKeys.AWS_ACCESS_KEY_ID,
  secretAccessKey: exampleKeys.AWS_SECRET_ACCESS_KEY,
}

async function configured(text = config, options: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({
    emulator: { principals: [example, operator] },
    programs: { 'docker-credential-atmos': () => ({}) },
    ...options,
    files: { '/work/atmos.yaml': text, ...options.files },
  })
  expect(await world.run('docker configure')).toMatchObject({ exitCode: 0 })
  return world
}

const secretOf = (answer: { readonly stdout: string }) =>
  (JSON.parse(answer.stdout) as { Secret: string }).Secret
/** Whose key a token of the emulator was made with. */
const arnOf = (answer: { readonly stdout: string }) =>
  /arn:[\w:/-]+/.exec(Buffer.from(secretOf(answer), 'base64').toString())?.[0]

describe('get', () => {
  it('answers for each host with its own identity, from any folder, and from the cache the second time', async () => {
    const world = await configured()
    const first = await world.helper('get', 'public.ecr.aws')
    expect(first).toMatchObject({ exitCode: 0, stderr: '', requests: [publicCall], quick: false })
    expect(arnOf(first)).toBe(example.arn)
    const other = await world.helper('get', ohio, '/tmp')
    expect(other.requests).toEqual([privateCall])
    expect(arnOf(other)).toBe(operator.arn)
    for (const [host, answer] of [
      ['public.ecr.aws', first],
      [ohio, other],
    ] as const) {
      const again = await world.helper('get', host, '/elsewhere')
      expect(again).toMatchObject({ exitCode: 0, requests: [], quick: true, stdout: answer.stdout })
    }
  })

  it.each([
    'https://public.ecr.aws',
    'http://public.ecr.aws/',
    'PUBLIC.ECR.AWS:443\n',
    'public.ecr.aws/v2/',
    'ecr-public.aws.com',
    '  https://public.ecr.aws/docker/library/alpine:latest\r\n',
  ])('knows the host however it is spelled: %j', async spelling => {
    const world = await configured()
    const first = await world.helper('get', 'public.ecr.aws')
    const again = await world.helper('get', spelling)
    expect(again).toMatchObject({ exitCode: 0, requests: [], quick: true })
    expect(secretOf(again)).toBe(secretOf(first))
    expect(JSON.parse(again.stdout).ServerURL).toBe(spelling.trim())
  })

  it('says the sentences of the protocol, to the letter', async () => {
    const world = await configured()
    for (const foreign of [
      'ghcr.io',
      'https://index.docker.io/v1/',
      oregon,
      'public.ecr.aws.evil.example',
      '{"a":1}',
    ]) {
      expect(await world.helper('get', foreign)).toMatchObject({
        exitCode: 1,
        stdout: notFound,
        stderr: '',
        requests: [],
      })
    }
    for (const empty of ['', '\n', ' \r\n']) {
      expect(await world.helper('get', empty)).toMatchObject({
        exitCode: 1,
        stdout: 'no credentials server URL\n',
      })
    }
  })

  it('renews at half-life, serves the old one while AWS is down, and nothing once it has expired', async () => {
    const world = await configured()
    const first = await world.helper('get', ohio)
    world.pass(6 * hour - 60_000)
    expect(await world.helper('get', ohio)).toMatchObject({ quick: true, stdout: first.stdout })
    world.pass(60_000)
    const second = await world.helper('get', ohio)
    expect(second).toMatchObject({ exitCode: 0, requests: [privateCall] })
    expect(secretOf(second)).not.toBe(secretOf(first))

    world.pass(7 * hour)
    world.emulator.inject('reset', { times: 50 })
    const old = await world.helper('get', ohio)
    expect(old).toMatchObject({ exitCode: 0, stdout: second.stdout })
    expect(old.stderr).toMatch(/could not be renewed and is good for 5h yet/)
    const resting = await world.helper('get', ohio)
    expect(resting).toMatchObject({ exitCode: 0, stdout: second.stdout, stderr: '', requests: [] })

    world.pass(5 * hour)
    const expired = await world.helper('get', ohio)
    expect(expired.exitCode).toBe(1)
    expect(expired.stdout.split('\n')).toHaveLength(3)
    expect(expired.stdout).toMatch(/^Could not log in to 123456789012\.dkr\.ecr.*\nNext: .+\n$/)
    expect(expired.stdout).not.toContain(notFound.trim())
    expect(expired.stdout).not.toContain(secretOf(second))
  })

  it('replaces a stored session that AWS does not know any more', async () => {
    const world = await configured(config.replace('ops: {', 'ops: { session: { duration: 12h },'))
    const first = await world.helper('get', ohio)
    expect(first.requests).toEqual(['sts:GetSessionToken', privateCall])
    world.pass(7 * hour)
    world.emulator.revokeSessions()
    const second = await world.helper('get', ohio)
    expect(second).toMatchObject({ exitCode: 0, stderr: '' })
    expect(second.requests).toEqual([privateCall, 'sts:GetSessionToken', privateCall])
  })

  it('tries again five minutes after a renewal that failed', async () => {
    const world = await configured()
    await world.helper('get', ohio)
    world.pass(7 * hour)
    world.emulator.inject({ answer: { status: 503, headers: {}, body: '' } }, { times: 9 })
    await world.helper('get', ohio)
    const waiting = world.emulator.requests.length
    world.pass(4 * 60_000)
    await world.helper('get', ohio)
    expect(world.emulator.requests).toHaveLength(waiting)
    world.pass(61_000)
    await world.helper('get', ohio)
    expect(world.emulator.requests.length).toBeGreaterThan(waiting)
  })

  it('is not confused by a clock that is set back', async () => {
    const world = await configured()
    await world.helper('get', ohio)
    world.pass(7 * hour)
    const renewed = await world.helper('get', ohio)
    world.pass(-20 * hour)
    expect(await world.helper('get', ohio)).toMatchObject({
      exitCode: 0,
      requests: [],
      stdout: renewed.stdout,
    })
  })

  it.each([
    [
      'refused',
      {
        answer: {
          status: 400,
          headers: {},
          body: '{"__type":"AccessDeniedException","message":"User is not authorized"}',
        },
      },
      /not authorized/i,
    ],
    ['unreachable', 'reset', /socket hang up|reset/i],
    ['too slow', 'hang', /did not answer in time(.|\n)*export ATMOS_TIMEOUT=60s/],
  ] as const)('says in two lines why it is %s, and what to do', async (_, fault, words) => {
    const world = await configured()
    world.emulator.inject(fault, { times: 20 })
    const answer = await world.helper('get', 'public.ecr.aws')
    expect(answer).toMatchObject({ exitCode: 1 })
    expect(answer.stdout).toMatch(/^Could not log in to public\.ecr\.aws: .+\nNext: .+\n$/)
    expect(answer.stdout).toMatch(words)
    expect(answer.stderr).toBe(answer.stdout.replaceAll(/^(?=.)/gm, 'docker-credential-atmos: '))
    expect(answer.stdout).not.toContain('not found')
  })
})

describe('the command to run next', () => {
  const sso = `
auth:
  providers:
    corp: { kind: aws/iam-identity-center, start_url: https://example.awsapps.com/start, region: us-east-1 }
  identities:
    dev: { kind: aws/permission-set, via: { provider: corp }, principal: { name: Admin, account: sandbox } }
  integrations:
    images: { kind: aws/ecr-public, via: { identity: dev } }
`

  it.each([
    ['in its folder', '/work', 'atmos auth login --provider corp'],
    ['anywhere else', '/elsewhere', 'atmos --chdir /work auth login --provider corp'],
  ])('leads to the configuration: %s', async (_, cwd, command) => {
    const world = await configured(sso)
    const { stdout } = await world.helper('get', 'public.ecr.aws', cwd)
    expect(stdout).toMatch(/^Could not log in to .+ must sign in to .+\nNext: .+\n$/)
    expect(stdout).toContain(command)
  })

  it('leads to one that was named, and cannot be read', async () => {
    const files = { '/etc/our atmos.yaml': config }
    const world = createWorld({ files, programs: { 'docker-credential-atmos': () => ({}) } })
    const words = ['--config', '/etc/our atmos.yaml', 'docker', 'configure']
    expect(await world.run(words)).toMatchObject({ exitCode: 0 })
    world.files.put('/etc/our atmos.yaml', config.replace('"123456789012"', '12'))
    const { stdout } = await world.helper('get', oregon, '/elsewhere')
    expect(stdout).toContain("atmos --chdir /work --config '/etc/our atmos.yaml' auth validate")
  })
})

describe('a configuration that changes', () => {
  it('is read again: another identity is another token', async () => {
    const world = await configured()
    const first = await world.helper('get', 'public.ecr.aws')
    world.files.put('/work/atmos.yaml', config.replace('via: { identity: dev }', 'via: { identity: ops }'))
    const second = await world.helper('get', 'public.ecr.aws')
    expect(second).toMatchObject({ requests: [publicCall], quick: false })
    expect([arnOf(first), arnOf(second)]).toEqual([example.arn, operator.arn])
  })

  it.each([
    '/work/atmos.d/more.yaml',
    '/home/me/.atmos/atmos.yaml',
    '/work/.git',
    '/usr/local/etc/atmos/atmos.yaml',
  ])('is seen when %s comes to be', async path => {
    const world = await configured()
    const first = await world.helper('get', 'public.ecr.aws')
    expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ quick: true })
    world.files.put(path, '{}')
    expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({
      quick: false,
      requests: [],
      stdout: first.stdout,
    })
    expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ quick: true })
  })

  it.each(['ATMOS_PROFILE', 'WHICH_REGION', 'AWS_ENDPOINT_URL', 'XDG_STATE_HOME'])(
    'is seen when %s changes',
    async name => {
      const world = await configured(
        config.replace('region: us-east-1', 'region: !env WHICH_REGION us-east-1'),
      )
      await world.helper('get', 'public.ecr.aws')
      expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ quick: true })
      world.env[name] = 'http://127.0.0.1:9'
      expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ quick: false })
    },
  )

  it('is not gone by when it runs programs', async () => {
    const program = config.replace('access_key_id: AKIAOPERATOR00000001', 'access_key_id: !exec print-key')
    const world = await configured(program, {
      programs: { sh: () => ({ stdout: 'AKIAOPERATOR00000001\n' }), 'docker-credential-atmos': () => ({}) },
    })
    expect(await world.helper('get', ohio)).toMatchObject({ exitCode: 0, requests: [privateCall] })
    expect(await world.helper('get', ohio)).toMatchObject({ exitCode: 0, requests: [], quick: false })
    expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ exitCode: 0 })
    expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ requests: [], quick: false })
  })

  it('runs no programs that merely lie around where Docker is called', async () => {
    const program = config.replace('access_key_id: AKIAOPERATOR00000001', 'access_key_id: !exec print-key')
    const world = createWorld({
      files: { '/repo/atmos.yaml': program },
      programs: { sh: () => ({ stdout: 'x' }) },
    })
    const answer = await world.helper('get', ohio, '/repo')
    expect(answer).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /Refused to run a program[\s\S]*Next: If you trust it.*atmos docker configure/,
      ),
    })
    expect(world.processes.calls).toEqual([])
  })

  it('leads no keys to an endpoint in the older words either', async () => {
    const user = `
auth:
  identities:
    dev: { kind: aws/user, session: { duration: 1h }, credentials: { access_key_id: A, secret_access_key: s, aws: { resolver: { url: https://evil.example } } } }
  integrations:
    images: { kind: aws/ecr-public, via: { identity: dev } }
`
    const world = createWorld({ files: { '/repo/atmos.yaml': user } })
    const answer = await world.helper('get', 'public.ecr.aws', '/repo')
    expect(answer).toMatchObject({
      exitCode: 1,
      requests: [],
      stdout: expect.stringContaining('Refused to send credentials to the endpoint of dev'),
    })
  })

  it('leads no session to an endpoint that merely lies around where Docker is called', async () => {
    const portal = `
auth:
  providers:
    sso: { kind: aws/iam-identity-center, region: us-east-1, start_url: https://acme.awsapps.com/start, spec: { endpoint_url: https://evil.example } }
  identities:
    dev: { kind: aws/permission-set, via: { provider: sso }, principal: { name: Dev, account: { id: "123456789012" } } }
  integrations:
    images: { kind: aws/ecr-public, via: { identity: dev } }
`
    const world = createWorld({ files: { '/repo/atmos.yaml': portal } })
    const answer = await world.helper('get', 'public.ecr.aws', '/repo')
    expect(answer).toMatchObject({
      exitCode: 1,
      requests: [],
      stdout: expect.stringContaining('Refused to send credentials to the endpoint of sso'),
    })
  })
})

describe('without docker configure', () => {
  const ambient = 'auth: { docker: { ambient: true } }'

  it('uses what an atmos.yaml in the folder says, there and nowhere else', async () => {
    const world = createWorld({ files: { '/work/atmos.yaml': config } })
    expect(await world.helper('get', 'public.ecr.aws', '/work')).toMatchObject({
      exitCode: 0,
      requests: [publicCall],
    })
    expect(await world.helper('get', 'public.ecr.aws', '/work')).toMatchObject({ quick: true })
    expect(await world.helper('get', 'public.ecr.aws', '/other')).toMatchObject({
      exitCode: 1,
      stdout: notFound,
    })
    expect(await world.helper('list', '', '/work')).toMatchObject({
      stdout: `{"public.ecr.aws":"AWS","${ohio}":"AWS"}\n`,
    })
    expect(await world.helper('list', '', '/other')).toMatchObject({ exitCode: 0, stdout: '{}\n' })
  })

  it('uses ambient credentials for ECR only where that is allowed', async () => {
    const world = createWorld({ env: exampleKeys })
    for (const host of [oregon, 'public.ecr.aws'])
      expect(await world.helper('get', host, '/work')).toMatchObject({
        exitCode: 1,
        stdout: notFound,
        requests: [],
      })
    world.files.put('/work/atmos.yaml', ambient)
    for (const host of [oregon, 'public.ecr.aws'])
      expect(await world.helper('get', host, '/work')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await world.helper('get', 'ghcr.io', '/work')).toMatchObject({ exitCode: 1, stdout: notFound })
  })

  it('keeps no ambient token for somebody else', async () => {
    const world = createWorld({
      env: exampleKeys,
      files: { '/work/atmos.yaml': ambient },
      emulator: { principals: [example, operator] },
    })
    const first = await world.helper('get', oregon, '/work')
    expect(await world.helper('get', oregon, '/work')).toMatchObject({ quick: true })
    Object.assign(world.env, {
      AWS_ACCESS_KEY_ID: operator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
    })
    const second = await world.helper('get', oregon, '/work')
    expect(second).toMatchObject({ exitCode: 0, requests: [privateCall], quick: false })
    expect([arnOf(first), arnOf(second)]).toEqual([example.arn, operator.arn])
    Object.assign(world.env, exampleKeys)
    expect(await world.helper('get', oregon, '/work')).toMatchObject({ requests: [], stdout: first.stdout })
  })
})
