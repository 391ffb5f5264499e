import { describe, expect, it } from 'vitest'
import { expiredAtSts, officeConfig, openOffice } from '../doubles/office.ts'
import { exampleKeys } from '../doubles/world.ts'

const arn = 'arn:aws:sts::123456789012:assumed-role/DevRole/tester'

describe('atmos auth whoami', () => {
  it('asks AWS, and writes nothing that other programs read', async () => {
    const { world } = openOffice()
    const run = await world.run('atmos auth whoami')
    expect(run).toEqual({
      exitCode: 0,
      stdout: '',
      requests: ['sts:AssumeRole', 'sts:GetCallerIdentity'],
      stderr: [
        '✓ Current Authentication Status',
        '',
        '  Provider      sso',
        '  Identity      dev',
        `  Principal     ${arn}`,
        '  Account       123456789012',
        '  Region        us-east-2',
        '  Expires       2026-11-23 13:00:00 UTC (1h)',
        '  Last Updated  2026-11-23 12:00:00 UTC',
        '',
      ].join('\n'),
    })
    expect(Object.keys(world.files.contents()).sort()).toEqual([
      '/home/me/.local/state/atmos/sessions.json',
      '/work/atmos.yaml',
    ])
  })

  it('asks again with what is stored', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    world.pass(10 * 60_000)
    const run = await world.run('auth whoami')
    expect(run.requests).toEqual(['sts:GetCallerIdentity'])
    expect(run.stderr).toContain('Expires       2026-11-23 13:00:00 UTC (50m)')
    expect(run.stderr).toContain('Last Updated  2026-11-23 12:00:00 UTC')
  })

  it.each(['-o json', '--format json', '--output=json'])(
    '%s: one object under the names of Atmos',
    async flag => {
      const config = `${officeConfig}    more: {}\n`.replace(
        '      alias: d\n',
        '      alias: d\n      env: [{ key: TEAM_TOKEN, value: hush-hush }]\n',
      )
      const { world } = openOffice({}, config.replace('    more: {}\n', '  realm: acme\n'))
      const run = await world.run(`auth whoami ${flag}`)
      expect(run.stderr).toBe('')
      expect(JSON.parse(run.stdout)).toEqual({
        realm: 'acme',
        realm_source: 'config',
        provider: 'sso',
        identity: 'dev',
        principal: arn,
        account: '123456789012',
        region: 'us-east-2',
        expiration: '2026-11-23T13:00:00Z',
        environment: {
          AWS_CONFIG_FILE: '~/.config/atmos/acme/aws/sso/config',
          AWS_DEFAULT_REGION: 'us-east-2',
          AWS_PROFILE: 'dev',
          AWS_REGION: 'us-east-2',
          AWS_SHARED_CREDENTIALS_FILE: '~/.config/atmos/acme/aws/sso/credentials',
          DOCKER_CONFIG: '~/.docker',
          TEAM_TOKEN: '***REDACTED***',
        },
        paths: [
          {
            location: '~/.config/atmos/acme/aws/sso/credentials',
            type: 'file',
            purpose: 'AWS credentials of dev',
          },
          { location: '~/.config/atmos/acme/aws/sso/config', type: 'file', purpose: 'AWS settings of dev' },
        ],
        last_updated: '2026-11-23T12:00:00Z',
      })
      expect(run.stdout).not.toContain('hush-hush')
    },
  )

  it('forgets stored credentials that were revoked, and has others', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    world.emulator.inject(expiredAtSts, { operation: 'sts:GetCallerIdentity', times: 1 })
    const run = await world.run('auth whoami')
    expect(run).toMatchObject({
      exitCode: 0,
      requests: ['sts:GetCallerIdentity', 'sts:AssumeRole', 'sts:GetCallerIdentity'],
    })
  })

  it('says what AWS says when it takes none, and fails', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    world.emulator.inject(expiredAtSts, { operation: 'sts:GetCallerIdentity', times: 9 })
    const run = await world.run('auth whoami')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('✗ Current Authentication Status')
    expect(run.stderr).toContain('✗ The credentials of dev may be expired or invalid')
    expect(run.stderr).not.toContain('Principal')
    const json = await world.run('auth whoami -o json')
    expect(JSON.parse(json.stdout)).toMatchObject({ identity: 'dev', principal: '' })
    expect(json.exitCode).toBe(4)
  })

  it('does not blame the credentials when AWS cannot be asked', async () => {
    const { world } = openOffice()
    world.emulator.inject('reset', { operation: 'sts:GetCallerIdentity', times: 9 })
    const run = await world.run('auth whoami')
    expect(run.exitCode).toBe(6)
    expect(run.stderr).not.toContain('invalid')
  })

  it('bothers nobody, even at a terminal', async () => {
    const { world, office } = openOffice({ answers: [] })
    office.closed = true
    const run = await world.run('auth whoami')
    expect(run).toMatchObject({ exitCode: 4, requests: [] })
    expect(run.stderr).toContain('The portal needs a person')
    expect(world.questions).toEqual([])
  })

  it('speaks of credentials from the surroundings', async () => {
    const config = 'auth: { identities: { here: { kind: aws/ambient } } }'
    const { world } = openOffice({ env: { ...exampleKeys, ATMOS_IDENTITY: 'here' } }, config)
    const run = await world.run('auth whoami')
    expect(run.requests).toEqual(['sts:GetCallerIdentity'])
    expect(run.stderr).toContain('  Provider      aws-ambient\n')
    expect(run.stderr).toContain('  Principal     arn:aws:iam::123456789012:user/example\n')
    const json = JSON.parse((await world.run('auth whoami -o json')).stdout)
    expect(Object.keys(json)).toEqual(['provider', 'identity', 'principal', 'account', 'last_updated'])
  })

  it('takes mock identities at their word', async () => {
    const config =
      'auth: { providers: { m: { kind: mock/aws } }, identities: { me: { kind: mock/aws, default: true, via: { provider: m } } } }'
    const run = await openOffice({}, config).world.run('auth whoami')
    expect(run).toMatchObject({ exitCode: 0, requests: [] })
    expect(run.stderr).toContain('  Principal     arn:aws:iam::123456789012:user/mock-user\n')
  })

  it.each([
    ['auth whoami nobody', 3, 'See them all with: atmos auth list'],
    ['auth whoami -o yaml', 2, 'yaml'],
    ['auth whoami dev ops', 2, 'one word too many'],
  ])('%s: exit %i', async (line, exitCode, sentence) => {
    const run = await openOffice().world.run(line)
    expect(run).toMatchObject({ exitCode, stdout: '', requests: [] })
    expect(run.stderr).toContain(sentence)
  })
})
