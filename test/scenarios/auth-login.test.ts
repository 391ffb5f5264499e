import { describe, expect, it } from 'vitest'
import { createWorld, exampleKeys, type WorldOptions } from '../doubles/world.ts'

const hour = 3_600_000
const config = '/home/me/.docker/config.json'

const keysInEnvironment = `
      credentials:
        access_key_id: !env AWS_ACCESS_KEY_ID
        secret_access_key: !env AWS_SECRET_ACCESS_KEY`

/** The announcement's configuration, on top of a user with keys. */
const announced = `
auth:
  identities:
    base:
      kind: aws/user${keysInEnvironment}
    plat-dev/terraform:
      kind: aws/assume-role
      via: { identity: base }
      principal:
        assume_role: arn:aws:iam::123456789012:role/DevRole
        session_name: user
  integrations:
    ecr-public:
      kind: aws/ecr-public
      via: { identity: plat-dev/terraform }
      spec: { auto_provision: true }
`

const worldWith = (yaml: string, more: WorldOptions = {}) =>
  createWorld({ env: exampleKeys, files: { '/work/atmos.yaml': yaml }, ...more })

describe("the announcement's words", () => {
  it('atmos auth login plat-dev/terraform', async () => {
    const world = worldWith(announced)
    const run = await world.run('atmos auth login plat-dev/terraform')
    expect(run).toEqual({
      exitCode: 0,
      stdout: '',
      stderr:
        '✓ Authenticated as arn:aws:sts::123456789012:assumed-role/DevRole/user\n' +
        '✓ ECR Public login: public.ecr.aws (expires in 12h)\n',
      requests: ['sts:AssumeRole', 'ecr-public:GetAuthorizationToken'],
    })
    expect(world.files.contents()[config]).toContain('public.ecr.aws')
  })

  it.each([
    ['atmos aws ecr login --public --identity plat-dev/terraform'],
    ['atmos aws ecr login ecr-public'],
    ['atmos aws ecr login --identity plat-dev/terraform'],
    ['atmos aws ecr login -iPLAT-DEV/Terraform'],
  ])('%s', async line => {
    const run = await worldWith(announced).run(line)
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '✓ ECR Public login: public.ecr.aws (expires in 12h)\n',
      requests: ['sts:AssumeRole', 'ecr-public:GetAuthorizationToken'],
    })
  })
})

describe('who is logged in', () => {
  it.each([
    ['auth login --identity plat-dev/terraform', {}],
    ['auth login -i plat-dev/terraform', {}],
    ['--identity plat-dev/terraform auth login', {}],
    ['auth login', { ATMOS_IDENTITY: 'plat-dev/terraform' }],
  ])('%s %j', async (line, env) => {
    const run = await worldWith(announced, { env: { ...exampleKeys, ...env } }).run(line)
    expect(run.stderr).toContain('assumed-role/DevRole/user')
  })

  it('is never left open in a pipe: the names are listed, nothing is asked of anybody', async () => {
    const run = await worldWith(announced).run('auth login')
    expect(run).toMatchObject({ exitCode: 3, requests: [] })
    expect(run.stderr).toContain('base, plat-dev/terraform')
    expect(run.stderr).toContain('code: no-default-identity')
  })

  it('is asked for on a terminal', async () => {
    const world = worldWith(announced, { answers: ['plat-dev/terraform'] })
    const run = await world.run('auth login')
    expect(world.questions).toEqual(['No default identity configured. Please choose an identity:'])
    expect(run.exitCode).toBe(0)
  })

  it('is nobody when the question is cancelled', async () => {
    const run = await worldWith(announced, { answers: [undefined] }).run('auth login')
    expect(run).toMatchObject({ exitCode: 130, requests: [] })
  })

  it('is never asked in CI', async () => {
    const world = worldWith(announced, { env: { ...exampleKeys, CI: 'true' }, answers: [] })
    expect(await world.run('auth login -i')).toMatchObject({ exitCode: 4 })
    expect(world.questions).toEqual([])
  })

  it.each([
    ['auth login deploy', 'deploy is in a profile: add --profile prod'],
    ['auth whoami Shared', 'Shared is in a profile: add --profile dev (also in prod)'],
    ['aws ecr login -i deploy', 'add --profile prod'],
    ['auth user configure -i deploy', 'add --profile prod'],
    ['auth login deploy --profile dev', 'See them all with: atmos auth list'],
    ['auth login nowhere', 'See them all with: atmos auth list'],
    ['auth login --tags x', 'Name the identity instead'],
  ])('is pointed out where only a profile has it: %s', async (line, next) => {
    const one = (name: string) =>
      `auth: { identities: { shared: { kind: ambient }, ${name}: { kind: ambient } } }`
    const world = worldWith(announced, {
      files: {
        '/work/atmos.yaml': announced,
        '/work/profiles/broken/auth.yaml': 'auth: [',
        '/work/profiles/dev/auth.yaml': one('sandbox'),
        '/work/profiles/prod/auth.yaml': one('deploy'),
      },
    })
    const run = await world.run(line)
    expect(run).toMatchObject({ exitCode: 3, requests: [] })
    expect(run.stderr).toContain(next)
  })

  it('is pointed out where the configuration has nobody, but a profile has', async () => {
    const files = { '/work/atmos.yaml': 'base_path: .', '/work/profiles/ci/auth.yaml': announced }
    const run = await createWorld({ files }).run('auth login')
    expect(run).toMatchObject({ exitCode: 3, requests: [] })
    expect(run.stderr).toContain('next: There are identities in a profile: add --profile ci')
  })
})

describe('credentials between runs', () => {
  it('are reused while fresh, fetched anew after, and registry tokens always', async () => {
    const world = worldWith(announced)
    await world.run('auth login plat-dev/terraform')
    world.pass(0.5 * hour)
    const again = await world.run('auth login plat-dev/terraform')
    expect(again.requests).toEqual(['ecr-public:GetAuthorizationToken'])
    world.pass(0.3 * hour)
    const renewed = await world.run('auth login plat-dev/terraform')
    expect(renewed.requests).toEqual(['sts:AssumeRole', 'ecr-public:GetAuthorizationToken'])
  })

  it('are not found any more when the role changes', async () => {
    const world = worldWith(announced)
    await world.run('auth login plat-dev/terraform')
    world.files.put('/work/atmos.yaml', announced.replace('session_name: user', 'session_name: other'))
    const run = await world.run('auth login plat-dev/terraform')
    expect(run.requests).toContain('sts:AssumeRole')
    expect(run.stderr).toContain('assumed-role/DevRole/other')
  })

  it('survive moving the checkout', async () => {
    const world = worldWith(announced)
    await world.run('auth login plat-dev/terraform')
    world.files.put('/elsewhere/atmos.yaml', announced)
    const run = await world.run('--config /elsewhere/atmos.yaml auth login plat-dev/terraform')
    expect(run.requests).toEqual(['ecr-public:GetAuthorizationToken'])
  })

  it('of another project under the same name are taken over with a warning, where no realm parts them', async () => {
    const taken = '⚠ The profile plat-dev/terraform in /home/me/.config/atmos/default/aws/'
    const other = announced.replace('session_name: user', 'session_name: other')
    const world = worldWith(announced)
    world.files.put('/other/atmos.yaml', other)
    world.files.put('/third/atmos.yaml', other.replace('auth:', 'auth:\n  realm: third'))
    const logIn = async (project: string) =>
      (await world.run(`--config /${project}/atmos.yaml auth login plat-dev/terraform`)).stderr
    expect(await logIn('work')).not.toContain(taken)
    expect(await logIn('work')).not.toContain(taken)
    expect(await logIn('third')).not.toContain(taken)
    expect(await logIn('other')).toContain(taken)
    world.pass(2 * hour)
    expect(await logIn('work')).not.toContain(taken)
  })

  it.each([
    ['of a configuration that was changed', announced, '/work/atmos.yaml'],
    ['of a realm', announced.replace('auth:', 'auth:\n  realm: shared'), '/elsewhere/atmos.yaml'],
  ])('%s are replaced without a word of other projects', async (_, before, file) => {
    const world = worldWith(before)
    await world.run('auth login plat-dev/terraform')
    world.files.put(file, before.replace('session_name: user', 'session_name: other'))
    const run = await world.run(`--config ${file} auth login plat-dev/terraform`)
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('⚠') })
  })

  it('that AWS revoked are replaced, once', async () => {
    const chained = announced.replace(
      '  integrations:',
      `    deeper:
      kind: aws/assume-role
      via: { identity: plat-dev/terraform }
      principal: { assume_role: arn:aws:iam::123456789012:role/DevRole, session_name: deeper }
  integrations:`,
    )
    const world = worldWith(chained)
    await world.run('auth login plat-dev/terraform')
    world.emulator.revokeSessions()
    const run = await world.run('auth login deeper')
    expect(run.exitCode).toBe(0)
    expect(run.requests).toEqual(['sts:AssumeRole', 'sts:AssumeRole', 'sts:AssumeRole'])
    expect(run.stderr).toContain('assumed-role/DevRole/deeper')
  })

  it('stay when a role is refused for what was asked, not for who asked', async () => {
    const yaml = announced
      .replace('    plat-dev/terraform:', '      session: { duration: 1h }\n    plat-dev/terraform:')
      .replace('session_name: user', 'session_name: user\n        duration: 2h')
    const world = worldWith(yaml)
    const first = await world.run('auth login plat-dev/terraform')
    expect(first.stderr).toContain('ValidationError')
    expect(first.requests).toEqual(['sts:GetSessionToken', 'sts:AssumeRole'])
    for (let time = 0; time < 2; time++) {
      expect((await world.run('auth login plat-dev/terraform')).requests).toEqual(['sts:AssumeRole'])
    }
    world.emulator.revokeSessions()
    const revoked = await world.run('auth login plat-dev/terraform')
    expect(revoked.requests).toEqual(['sts:AssumeRole', 'sts:GetSessionToken', 'sts:AssumeRole'])
  })

  it('lie in no readable file', async () => {
    const world = worldWith(announced)
    await world.run('auth login plat-dev/terraform')
    for (const path of Object.keys(world.files.contents())) {
      if (path === '/work/atmos.yaml') continue
      expect(world.files.stat(path)?.mode, path).toBe(0o600)
    }
  })
})

describe('integrations of a login', () => {
  const two = (more: string) => `${announced}
    private:
      kind: aws/ecr
      via: { identity: plat-dev/terraform }
      spec: { registry: { account_id: "123456789012", region: us-east-2 }${more} }
    same-region:
      kind: aws/ecr
      via: { identity: plat-dev/terraform }
      spec: { registry: { account_id: "210987654321", region: us-east-2 } }
`

  it('run side by side and are reported in the file’s order, one call for all that share a token', async () => {
    const run = await worldWith(two('')).run('auth login plat-dev/terraform')
    expect(run.stderr.split('\n').slice(1, -1)).toEqual([
      '✓ ECR Public login: public.ecr.aws (expires in 12h)',
      '✓ ECR login: 123456789012.dkr.ecr.us-east-2.amazonaws.com (expires in 12h)',
      '✓ ECR login: 210987654321.dkr.ecr.us-east-2.amazonaws.com (expires in 12h)',
    ])
    expect(run.requests.filter(name => name.startsWith('ecr:'))).toEqual(['ecr:GetAuthorizationToken'])
  })

  it('stay at home with auto_provision: false, unless asked for by name', async () => {
    const world = worldWith(two(', auto_provision: false'))
    const login = await world.run('auth login plat-dev/terraform')
    expect(login.stderr).not.toContain('123456789012.dkr')
    expect((await world.run('aws ecr login private')).stderr).toContain('✓ ECR login: 123456789012.dkr')
    expect((await world.run('aws ecr login -i plat-dev/terraform')).stderr).toContain('123456789012.dkr')
  })

  it('that fail are a warning of auth login, and fatal when asked for by name', async () => {
    const world = worldWith(two(''))
    world.emulator.inject('throttle', { operation: 'ecr-public:GetAuthorizationToken', times: 6 })
    const login = await world.run('auth login plat-dev/terraform')
    expect(login.exitCode).toBe(0)
    expect(login.stderr).toContain('⚠ Could not log in to public.ecr.aws')
    expect(login.stderr).toContain('✓ ECR login: 123456789012.dkr')
    expect((await world.run('aws ecr login ecr-public')).exitCode).toBe(6)
  })

  it('refuse to write a login of the wrong account', async () => {
    const world = worldWith(announced.replace('auto_provision: true', 'expected_account: "999999999999"'))
    const run = await world.run('aws ecr login ecr-public')
    expect(run.exitCode).toBe(5)
    expect(run.stderr).toContain('code: wrong-account')
    expect(world.files.contents()[config]).toBeUndefined()
    const flag = await world.run('aws ecr login --public --expect-account 999999999999')
    expect(flag).toMatchObject({ exitCode: 5 })
  })

  it.each([
    ['auth login plat-dev/terraform --expect-account 999999999999', ''],
    ['aws ecr login ecr-public --expect-account 999999999999', ''],
    ['aws ecr login --public -i plat-dev/terraform --expect-account 999999999999', ''],
    ['aws ecr login ecr-public', ', expected_account: "999999999999"'],
    ['aws ecr login -i plat-dev/terraform', ', expected_account: "999999999999"'],
  ])('of the wrong account leave nothing that others read: %s', async (line, more) => {
    const world = worldWith(announced.replace('auto_provision: true', `auto_provision: true${more}`))
    const run = await world.run(line)
    expect(run.exitCode).toBe(5)
    expect(run.stderr).toContain('neither AWS files nor a registry login was written')
    const ours = '/home/me/.local/state/atmos/'
    const readable = Object.keys(world.files.contents()).filter(path => !path.startsWith(ours))
    expect(readable).toEqual(['/work/atmos.yaml'])
    expect(world.files.contents()[`${ours}ledger.json`]).toBeUndefined()
  })

  it.each(['auth login plat-dev/terraform', 'aws ecr login --public', 'aws ecr login ecr-public'])(
    'must be for 12 digits where an account is expected: %s',
    async line => {
      for (const account of ['12345678901', '1234567890123', 'production']) {
        const run = await worldWith(announced).run([...line.split(' '), `--expect-account=${account}`])
        expect(run).toMatchObject({ exitCode: 2, requests: [] })
        expect(run.stderr).toContain('--expect-account: ')
      }
    },
  )

  it.each([
    'auth login plat-dev/terraform',
    'aws ecr login ecr-public',
    'aws ecr login --public -i plat-dev/terraform',
    'aws ecr login --public',
  ])('stand although the ledger could not be written, which is told once: %s', async line => {
    const ledger = '/home/me/.local/state/atmos/ledger.json'
    const world = worldWith(announced, {
      files: { '/work/atmos.yaml': announced, [ledger]: '{"version":2,"entries":[]}' },
    })
    const run = await world.run(line)
    expect(run.exitCode).toBe(0)
    expect(run.stderr.split(ledger)).toHaveLength(2)
    expect(world.files.contents()[ledger]).toBe('{"version":2,"entries":[]}')
  })

  it('do not run for --public --identity', async () => {
    const run = await worldWith(two('')).run('aws ecr login --public --identity plat-dev/terraform')
    expect(run.requests.filter(name => name.startsWith('ecr'))).toEqual(['ecr-public:GetAuthorizationToken'])
  })

  it('that nobody has are named', async () => {
    const run = await worldWith(announced).run('aws ecr login ecr-pubic')
    expect(run).toMatchObject({ exitCode: 3 })
    expect(run.stderr).toContain('Did you mean ecr-public?')
    expect((await worldWith(announced).run('aws ecr login -i base')).stderr).toContain(
      'No integration is linked',
    )
  })
})

describe('an IAM user', () => {
  const withMfa = `
auth:
  identities:
    me:
      kind: aws/user
      default: true
      credentials:
        access_key_id: !env AWS_ACCESS_KEY_ID
        secret_access_key: !env AWS_SECRET_ACCESS_KEY
        mfa_arn: arn:aws:iam::123456789012:mfa/me
`
  const emulator = {
    principals: [
      {
        arn: 'arn:aws:iam::123456789012:user/me',
        accessKeyId: exampleKeys.AWS_ACCESS_KEY_ID,
        secretAccessKey: exampleKeys.AWS_SECRET_ACCESS_KEY,
        mfa: { serial: 'arn:aws:iam::123456789012:mfa/me', code: '123456' },
      },
    ],
  }

  it('with plain keys acts directly', async () => {
    const yaml = `auth: { identities: { me: { kind: aws/user, default: true${''} } } }`
    const run = await worldWith(
      yaml.replace(
        'default: true',
        'default: true, credentials: { access_key_id: !env AWS_ACCESS_KEY_ID, secret_access_key: !env AWS_SECRET_ACCESS_KEY }',
      ),
    ).run('auth login')
    expect(run).toMatchObject({ exitCode: 0, requests: ['sts:GetCallerIdentity'] })
  })

  it('with MFA is asked for the code once, and not again while the session is fresh', async () => {
    const world = worldWith(withMfa, { emulator, answers: ['123456'] })
    expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
    expect(world.questions).toEqual(['MFA code of arn:aws:iam::123456789012:mfa/me:'])
    expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
    expect(world.questions.length).toBe(1)
  })

  it('may mistype the code once', async () => {
    const world = worldWith(withMfa, { emulator, answers: ['000000', '123456'] })
    expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
  })

  it('with MFA cannot sign in where nobody can be asked', async () => {
    const run = await worldWith(withMfa, { emulator }).run('auth login')
    expect(run).toMatchObject({ exitCode: 4, requests: [] })
    expect(run.stderr).toContain('MFA device')
  })

  it('without keys is told how to store them', async () => {
    const run = await worldWith('auth: { identities: { me: { kind: aws/user } } }').run('auth login me')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('atmos auth user configure --identity me')
  })
})

describe('without a configuration', () => {
  it.each([
    'auth login dev',
    'auth login',
    'auth login --provider sso',
    'auth exec -i dev -- true',
    'auth env dev',
    'auth whoami dev',
    'aws ecr login ecr-public',
    'aws ecr login --public --identity dev',
  ])('says that there is none, and from where: %s', async line => {
    const run = await createWorld().run(line)
    expect(run).toMatchObject({ exitCode: 3, requests: [] })
    expect(run.stderr).toContain('no atmos.yaml from /work upwards')
    expect(run.stderr).toContain('code: config-not-found')
  })

  it.each(['--config /nope.yaml', '--config-path /nope'])(
    'that was named, nothing is done: %s',
    async flag => {
      const world = createWorld({ env: exampleKeys })
      const run = await world.run(`${flag} aws ecr login --public`)
      expect(run).toMatchObject({ exitCode: 3, requests: [] })
      expect(run.stderr).toContain('/nope')
      expect(run.stderr).toContain('code: config-not-found')
      world.files.put('/nope/atmos.yaml', '')
      world.files.put('/nope.yaml', '')
      expect(await world.run(`${flag} aws ecr login --public`)).toMatchObject({ exitCode: 0 })
    },
  )
})
