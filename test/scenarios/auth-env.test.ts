import { describe, expect, it } from 'vitest'
import { officeConfig, openOffice } from '../doubles/office.ts'

const folder = '/home/me/.config/atmos/default/aws/sso'
const minute = 60_000

describe('atmos auth env', () => {
  it('says what follows from the configuration, checks nothing and makes nothing', async () => {
    const { world, office } = openOffice()
    const run = await world.run('atmos auth env')
    expect(run).toEqual({
      exitCode: 0,
      stderr: '',
      requests: [],
      stdout: [
        'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_CREDENTIAL_EXPIRATION AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_DEFAULT_PROFILE',
        `export AWS_CONFIG_FILE=${folder}/config`,
        'export AWS_DEFAULT_REGION=us-east-2',
        'export AWS_PROFILE=dev',
        'export AWS_REGION=us-east-2',
        `export AWS_SHARED_CREDENTIALS_FILE=${folder}/credentials`,
        'export DOCKER_CONFIG=/home/me/.docker',
        '',
      ].join('\n'),
    })
    expect(office.visits).toEqual([])
    expect(Object.keys(world.files.contents())).toEqual(['/work/atmos.yaml'])
    expect(world.files.stat('/home/me/.docker')).toBeUndefined()
  })

  it.each([
    ['--format dotenv', 'AWS_PROFILE=dev\n'],
    ['--format env', 'AWS_PROFILE=dev\n'],
    ['-f fish', 'set -eg AWS_ACCESS_KEY_ID\n'],
    ['-f fish', "set -gx AWS_PROFILE 'dev'\n"],
    ['-f powershell', "$Env:AWS_PROFILE = 'dev'\n"],
    ['-f json', '  "AWS_PROFILE": "dev",\n'],
    ['--format=env --identity D', 'AWS_PROFILE=dev\n'],
    ['-i OPS -f env', 'AWS_REGION=eu-central-1\n'],
    ['ops -f env', 'AWS_PROFILE=ops\n'],
  ])('%s', async (flags, line) => {
    const run = await openOffice().world.run(`auth env ${flags}`)
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toContain(line)
  })

  it('takes them from the top-level env of the configuration too', async () => {
    const config = `${officeConfig}\nenv: { ATMOS_AUTH_ENV_FORMAT: env, ATMOS_IDENTITY: ops }\n`
    expect((await openOffice({}, config).world.run('auth env')).stdout).toContain('AWS_PROFILE=ops\n')
  })

  it('takes the format, the identity and the file from the environment', async () => {
    const env = {
      ATMOS_AUTH_ENV_FORMAT: 'env',
      ATMOS_IDENTITY: 'ops',
      ATMOS_AUTH_ENV_OUTPUT_FILE: 'out/vars',
    }
    const { world } = openOffice({ env })
    const run = await world.run('auth env')
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '✓ Wrote the variables of ops to /work/out/vars\n',
    })
    expect(world.files.contents()['/work/out/vars']).toContain('AWS_PROFILE=ops\n')
    expect(world.files.stat('/work/out/vars')?.mode).toBe(0o600)
  })

  it('says which variables would win where the format cannot take them out', async () => {
    const { world } = openOffice({ env: { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SESSION_TOKEN: 'hush-hush' } })
    const run = await world.run('auth env -f dotenv')
    expect(run.stderr).toContain('AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN are set here and win over AWS_PROFILE')
    expect(run.stderr + run.stdout).not.toContain('hush-hush')
  })

  it('adds lines for the next steps of a GitHub job, and never the secret', async () => {
    const { world } = openOffice({
      env: { GITHUB_ENV: '/runner/env', ATMOS_KEYRING_TYPE: 'none' },
      files: { '/runner/env': 'A=1\n' },
    })
    const run = await world.run('auth env --login --format github --quiet')
    expect(run).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
    const written = world.files.contents()['/runner/env'] ?? ''
    expect(written).toMatch(/^A=1\nAWS_CONFIG_FILE=/)
    expect(written).toContain('AWS_PROFILE=dev\n')
    expect(written).not.toContain(secretIn(world.files.contents()))
  })

  it('replaces a file of JSON', async () => {
    const { world } = openOffice({ files: { '/work/env.json': '{"old": 1}' } })
    expect((await world.run('auth env -f json -o env.json')).exitCode).toBe(0)
    expect(JSON.parse(world.files.contents()['/work/env.json'] ?? '')).not.toHaveProperty('old')
  })

  it('leaves out a linked registry with a mistake, and says so', async () => {
    const broken = officeConfig.replace('kind: aws/ecr-public', 'kind: aws/ecr')
    const run = await openOffice({}, broken).world.run('auth env')
    expect(run.exitCode).toBe(0)
    expect(run.stdout).not.toContain('DOCKER_CONFIG')
    expect(run.stderr).toContain('⚠ The integration images has a mistake and is left out')
  })

  it('has nothing to say for identities that pass on the surroundings', async () => {
    const config =
      'auth: { identities: { here: { kind: aws/ambient, default: true, env: [{ key: A, value: b c }] } } }'
    const run = await openOffice({}, config).world.run('auth env')
    expect(run).toMatchObject({ exitCode: 0, stdout: "export A='b c'\n", stderr: '' })
  })
})

describe('atmos auth env --login', () => {
  it('logs in as a login does, then uses what is stored while it is fresh', async () => {
    const { world } = openOffice()
    const first = await world.run('auth env --login')
    expect(first.requests).toEqual(['sts:AssumeRole', 'ecr-public:GetAuthorizationToken'])
    expect(first.stderr).toBe('✓ ECR Public login: public.ecr.aws (expires in 12h)\n')
    expect(world.files.contents()[`${folder}/credentials`]).toContain('[dev]')

    world.pass(40 * minute)
    expect(await world.run('auth env --login')).toEqual({ ...first, stderr: '', requests: [] })
    world.pass(6 * minute)
    const third = await world.run('auth env --login')
    expect(third.requests).toContain('sts:AssumeRole')
  })

  it('prints nothing when it fails', async () => {
    const { world } = openOffice({ emulator: { roles: [] } })
    const run = await world.run('auth env --login')
    expect(run).toMatchObject({ exitCode: 5, stdout: '' })
    expect(run.stderr).toContain('code: ')
  })
})

describe('the words', () => {
  it.each([
    ['auth env --format zsh', 2, 'There is no format zsh'],
    ['auth env --format bsh', 2, 'Did you mean bash?'],
    ['auth env --format github', 2, 'GITHUB_ENV is not set'],
    ['auth env ops --identity dev', 2, 'given twice'],
    ['auth env --identity nobody', 3, 'There is no identity called nobody'],
    ['auth env --identity', 4, 'choose from: dev, ops'],
  ])('%s: exit %i', async (line, exitCode, sentence) => {
    const { world } = openOffice()
    const run = await world.run(line)
    expect(run).toMatchObject({ exitCode, stdout: '', requests: [] })
    expect(run.stderr).toContain(sentence)
  })

  it('tells why a file cannot be written', async () => {
    const { world } = openOffice()
    world.files.refuseWrites = 'EACCES'
    const run = await world.run('auth env -o vars')
    expect(run).toMatchObject({ exitCode: 7, stdout: '' })
    expect(run.stderr).toContain('Could not write the variables to /work/vars')
  })
})

function secretIn(files: Readonly<Record<string, string>>): string {
  return /aws_secret_access_key = (\S+)/.exec(files[`${folder}/credentials`] ?? '')?.[1] ?? 'none was written'
}
