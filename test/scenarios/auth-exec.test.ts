import { describe, expect, it } from 'vitest'
import { deniedAtEcrPublic, officeConfig, openOffice } from '../doubles/office.ts'
import type { FakeProgram } from '../doubles/processes.ts'
import { createWorld, exampleKeys, type World } from '../doubles/world.ts'

const folder = '/home/me/.config/atmos/default/aws/sso'
const quiet: FakeProgram = () => ({})

const ran = (world: World) => world.processes.calls.at(-1)

describe('atmos auth exec', () => {
  it('runs a program in the environment of the identity, and logs in first', async () => {
    const { world } = openOffice({
      programs: { aws: quiet },
      env: { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SESSION_TOKEN: 'old', EDITOR: 'vi' },
    })
    const run = await world.run('atmos auth exec -- aws s3 ls --profile x')
    expect(run).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '✓ ECR Public login: public.ecr.aws (expires in 12h)\n',
      requests: ['sts:AssumeRole', 'ecr-public:GetAuthorizationToken'],
    })
    expect(ran(world)).toMatchObject({ command: 'aws', args: ['s3', 'ls', '--profile', 'x'] })
    expect(ran(world)?.env).toEqual({
      HOME: '/home/me',
      EDITOR: 'vi',
      AWS_CONFIG_FILE: `${folder}/config`,
      AWS_SHARED_CREDENTIALS_FILE: `${folder}/credentials`,
      AWS_PROFILE: 'dev',
      AWS_REGION: 'us-east-2',
      AWS_DEFAULT_REGION: 'us-east-2',
      AWS_SDK_LOAD_CONFIG: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      DOCKER_CONFIG: '/home/me/.docker',
    })
  })

  it('uses what is stored while it will outlive a short command', async () => {
    const { world } = openOffice({ programs: { make: quiet } })
    await world.run('auth login')
    expect(await world.run('auth exec -- make')).toMatchObject({ exitCode: 0, stderr: '', requests: [] })
    world.pass(46 * 60_000)
    expect((await world.run('auth exec -- make')).requests).toEqual(['sts:AssumeRole'])
    world.pass(6 * 60 * 60_000)
    expect((await world.run('auth exec -- make')).requests).toEqual([
      'sts:AssumeRole',
      'ecr-public:GetAuthorizationToken',
    ])
  })

  it.each([
    [
      'keys of a user',
      'kind: aws/user, credentials: { access_key_id: !env AWS_ACCESS_KEY_ID, secret_access_key: !env AWS_SECRET_ACCESS_KEY }',
    ],
    ['those of the surroundings', 'kind: aws/ambient'],
  ])('logs in once to what is linked to credentials that no store keeps: %s', async (_, identity) => {
    const yaml = `auth:
  identities: { me: { default: true, ${identity} } }
  integrations: { public: { kind: aws/ecr-public, via: { identity: me } } }
`
    const world = createWorld({
      env: exampleKeys,
      files: { '/work/atmos.yaml': yaml },
      programs: { true: quiet },
    })
    const call = 'ecr-public:GetAuthorizationToken'
    expect((await world.run('auth exec -- true')).requests).toEqual([call])
    expect(await world.run('auth exec -- true')).toMatchObject({ exitCode: 0, stderr: '', requests: [] })
    expect((await world.run('auth env --login')).requests).toEqual([])
    expect((await world.run('auth login')).requests).toContain(call)
    world.files.remove('/home/me/.docker/config.json')
    expect((await world.run('auth exec -- true')).requests).toEqual([call])
    world.env.AWS_ACCESS_KEY_ID = 'AKIAOTHER'
    expect((await world.run('auth exec -- true')).requests).toEqual([call])
  })

  it.each([0, 1, 42, 130, 143])('ends with the code of the program: %i', async exitCode => {
    const { world } = openOffice({ programs: { make: () => ({ exitCode }) } })
    expect((await world.run('auth exec -i ops -- make')).exitCode).toBe(exitCode)
  })

  it('hands words on as they are', async () => {
    const { world } = openOffice({ programs: { sh: quiet } })
    const words = ['-c', 'echo $1', '', '--', '--identity', 'x', '-v', '--help', 'a b', '*']
    expect(await world.run(['auth', 'exec', '-iops', '--', 'sh', ...words])).toMatchObject({ stdout: '' })
    expect(ran(world)?.args).toEqual(words)
    expect(ran(world)?.env?.AWS_PROFILE).toBe('ops')
  })

  it('adds the variables of the configuration, where a program has its say too', async () => {
    const config = `${officeConfig}\nenv: { TEAM: blue, AWS_PROFILE: other, NAME: !exec "print name" }\n`
    const { world } = openOffice({ programs: { make: quiet, sh: () => ({ stdout: 'ada\n' }) } }, config)
    await world.run('auth exec -- make')
    expect(ran(world)?.env).toMatchObject({ TEAM: 'blue', NAME: 'ada', AWS_PROFILE: 'dev' })
  })

  it('runs the program although a linked registry fails, with the cause', async () => {
    const { world } = openOffice({ programs: { make: quiet } })
    world.emulator.inject(deniedAtEcrPublic, { operation: 'ecr-public:GetAuthorizationToken', times: 99 })
    const run = await world.run('auth exec -- make')
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain('⚠ Could not log in to public.ecr.aws')
    expect(run.stderr).toContain('(access-denied; the login stands)')
    expect(ran(world)?.command).toBe('make')
  })

  it.each([
    ['auth exec', 2, 'No command to run was given'],
    ['auth exec --identity dev --', 2, 'No command to run was given'],
    [['auth', 'exec', '--', ''], 2, 'No command to run was given'],
    ['auth exec dev -- make', 2, 'The word dev stands before the dashes'],
    ['auth exec make', 2, 'The word make stands before the dashes'],
    ['auth exec -i nobody -- make', 3, 'There is no identity called nobody'],
    ['auth exec -- mkae', 127, 'Could not run mkae'],
    ['auth exec -- ./mkae', 127, 'there is no such file'],
  ])('%s: exit %i', async (line, exitCode, sentence) => {
    const run = await openOffice({ programs: { make: quiet } }).world.run(line)
    expect(run.exitCode).toBe(exitCode)
    expect(run.stderr).toContain(sentence)
  })

  it('runs nothing when the login fails', async () => {
    const { world, office } = openOffice({ programs: { make: quiet } })
    office.closed = true
    expect((await world.run('auth exec -- make')).exitCode).toBe(4)
    expect(world.processes.calls).toEqual([])
  })
})

describe('atmos auth shell', () => {
  it('opens bash as a login shell, says so, and ends with its code', async () => {
    const { world } = openOffice({ programs: { '/usr/bin/bash': () => ({ exitCode: 3 }), bash: quiet } })
    const run = await world.run('atmos auth shell -i ops')
    expect(run).toMatchObject({ exitCode: 3, stdout: '' })
    expect(run.stderr).toBe(
      'Entering a shell as ops (sso); leave it with exit or Ctrl-D\nLeft the shell of ops\n',
    )
    expect(ran(world)).toMatchObject({ command: '/usr/bin/bash', args: ['-l'] })
    expect(ran(world)?.env).toMatchObject({ ATMOS_IDENTITY: 'ops', ATMOS_SHLVL: '1', AWS_PROFILE: 'ops' })
  })

  it.each([
    ['auth shell --shell zsh', { SHELL: 'fish', ATMOS_SHELL: 'bash' }, 'zsh'],
    ['auth shell', { SHELL: 'fish', ATMOS_SHELL: 'bash' }, 'bash'],
    ['auth shell', { SHELL: 'fish' }, 'fish'],
    ['auth shell', {}, 'sh'],
  ])('%s with %o: %s', async (line, env, command) => {
    const programs = Object.fromEntries(['zsh', 'fish', 'sh'].map(name => [name, quiet]))
    const { world } = openOffice({
      programs: command === 'bash' ? { ...programs, bash: quiet } : programs,
      env,
    })
    expect((await world.run(line)).exitCode).toBe(0)
    expect(ran(world)?.command).toBe(command)
  })

  it('counts shells in shells, and hands words on', async () => {
    const { world } = openOffice({ programs: { sh: quiet }, env: { ATMOS_SHLVL: '2' } })
    const run = await world.run(['auth', 'shell', '-q', '--', '-c', 'echo hi'])
    expect(run.stderr).toBe('')
    expect(ran(world)).toMatchObject({ args: ['-c', 'echo hi'], env: { ATMOS_SHLVL: '3' } })
  })

  it('takes no identity as a word', async () => {
    const run = await openOffice().world.run('auth shell dev')
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain('next: For an identity: atmos auth shell --identity dev')
  })
})
