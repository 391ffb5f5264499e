import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checks } from '../../src/commands/doctor/checks.ts'
import type { Finding } from '../../src/commands/doctor/finding.ts'
import { exitCodes } from '../../src/errors/codes.ts'
import { createWorld, exampleKeys, type RunRecord, type World } from '../doubles/world.ts'
import { cases } from './doctor.cases.ts'
import type { Machine } from './doctor.machines.ts'
import { variants } from './doctor.variants.ts'

const usual = { ...exampleKeys, AWS_EC2_METADATA_DISABLED: 'true' }

async function machine({ prepare, line: _, ...options }: Machine): Promise<World> {
  const world = createWorld({ ...options, env: { ...usual, ...options.env } })
  await prepare?.(world)
  return world
}

interface Report {
  readonly exitCode: number
  readonly checks: readonly {
    readonly id: string
    readonly skipped?: boolean
    readonly findings: readonly Finding[]
  }[]
}

function reportOf({ stdout, stderr }: RunRecord): Report {
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

async function examine(sort: Machine, id: string) {
  const world = await machine(sort)
  const run = await world.run(sort.line ?? 'doctor --format json')
  const findings = reportOf(run).checks.find(check => check.id === id)?.findings ?? []
  return { run, findings }
}

const sick = Object.entries(cases).map(([id, one]) => [id, one.sick, one.says] as const)

describe('atmos doctor', () => {
  it('has a sick and a healthy machine for every check', () => {
    expect(Object.keys(cases)).toEqual(checks.map(check => check.id))
  })

  it.each([...sick, ...variants])('%s: finds it, says why, and what mends it', async (id, sort, says) => {
    const { run, findings } = await examine(sort, id)
    const found = findings.find(({ text }) => text.includes(says.text))
    expect(found, JSON.stringify(findings)).toBeDefined()
    expect(found?.status).toBe(says.status)
    expect(found?.code).toBe(says.code)
    expect(found?.cause ?? '').toContain(says.cause ?? '')
    expect(found?.mend ?? '').toContain(says.mend ?? '')
    if (says.code !== undefined) expect(run.exitCode).toBeGreaterThanOrEqual(exitCodes[says.code])
  })

  it.each(Object.entries(cases))('%s: leaves a healthy machine alone', async (id, { healthy, says }) => {
    const { findings } = await examine(healthy, id)
    expect(findings.filter(({ status }) => status === 'warning' || status === 'problem')).toEqual([])
    expect(findings.filter(({ text }) => text.includes(says.text))).toEqual([])
  })

  it.each([...sick, ...variants])('changes no file and no store: %s', async (_, sort) => {
    const world = await machine(sort)
    const before = world.files.contents()
    const calls = world.processes.calls.length
    await world.run('doctor')
    expect(world.files.contents()).toEqual(before)
    for (const { command, args, input = '' } of world.processes.calls.slice(calls)) {
      // The keychain's program takes what to do on its input.
      const asked = command === 'node' ? JSON.parse(input) : args.map(operation => ({ operation }))
      expect(asked).toEqual([expect.objectContaining({ operation: 'get' })])
    }
  })
})

it('counts what a valid configuration has', async () => {
  const { findings } = await examine(cases.configuration?.healthy ?? {}, 'configuration')
  expect(findings).toMatchObject([
    { status: 'ok', text: expect.stringMatching(/: 1 identity, 1 integration from/) },
  ])
})

describe('what mends it', () => {
  const machines = [...sick, ...variants].filter(([id]) => id !== 'configuration')

  it.each(machines)('%s: the command does, where it is one of ours', async (id, sort, says) => {
    const world = await machine(sort)
    const examined = async () =>
      reportOf(await world.run('doctor --format json'))
        .checks.find(check => check.id === id)
        ?.findings.filter(({ text }) => text.includes(says.text)) ?? []
    const [found] = await examined()
    if (found?.mend?.startsWith('atmos ') !== true) return
    const run = await world.run(found.mend)
    expect(run.exitCode, run.stderr).toBe(0)
    expect(await examined()).toEqual([])
  })

  it('is understood, where it is a command of ours', async () => {
    const page = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8')
    const commands = [...page.matchAll(/`(atmos (?!doctor)[^`\n]+)`/g)].map(([, words = '']) => words)
    expect(commands.length).toBeGreaterThan(3)
    for (const words of new Set(commands)) {
      const run = await (await machine({})).run(`${words} --help`)
      expect(run.exitCode, `${words}: ${run.stderr}`).toBe(0)
    }
  })
})

describe('the exit code', () => {
  it('is 0 on a machine that was never touched', async () => {
    const run = await (await machine({})).run('doctor')
    expect(run.exitCode, run.stderr).toBe(0)
    expect(run.stderr).toContain('Nothing to mend (atmos-auth ')
    expect(run.stdout).toBe('')
  })

  it.each([
    ['a wrong clock', { prepare: ({ emulator }) => emulator.setClockSkew(20 * 60_000) }],
    ['an unknown key', { env: { AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN000000000' } }],
    ['no credentials', { env: { AWS_ACCESS_KEY_ID: '' } }],
  ] satisfies [string, Machine][])('comes from one problem for one cause: %s', async (_, sort) => {
    const run = await (await machine(sort)).run('doctor')
    expect(run.stderr).toContain('\n1 problem, ')
  })

  it('is 0 with warnings alone', async () => {
    const run = await (await machine({ env: { AWS_PROFILE: 'dev' } })).run('doctor')
    expect(run.stderr).toContain('0 problems, 1 warning')
    expect(run.exitCode).toBe(0)
  })

  it('is that of the worst problem', async () => {
    const files = { '/home/me/.docker/config.json': '{"auths"', '/work/atmos.yaml': 'auth: [' }
    const world = await machine({ files })
    const run = await world.run('doctor')
    expect(run.stderr).toContain('2 problems')
    expect(run.exitCode).toBe(7)
    world.files.put('/home/me/.docker/config.json', '{}')
    expect((await world.run('doctor')).exitCode).toBe(3)
  })
})

describe('the report', () => {
  const files = { '/home/me/.docker/config.json': '{"credsStore":"ecr-login"}' }

  it('is grouped, with a mark, the cause, what mends it and where to read on', async () => {
    const run = await (await machine({ files })).run('doctor')
    expect(run.stderr).toContain(
      [
        '  ⚠ Logins to registries other than ECR cannot be kept',
        '      why:  credsStore in ~/.docker/config.json is ecr-login, which answers "not implemented" to every docker login',
        '      mend: Take "credsStore" out, and name ecr-login under "credHelpers" for the hosts of ECR alone',
        '      see:  docs/doctor.md#ecr-login-store',
      ].join('\n'),
    )
    const headings = run.stderr.split('\n').filter(line => /^\S/.test(line))
    expect(headings.slice(0, -1)).toEqual(['Docker', 'This machine', 'Configuration', 'AWS'])
    expect(run.stderr).toContain('  ✗ docker-credential-ecr-login is not on PATH')
    expect(run.stderr).toMatch(/ {2}≈ .* \(inferred\)/)
  })

  it('lets nobody else steer the terminal', async () => {
    const programs = { 'docker-credential-x': () => ({ exitCode: 1, stdout: '\u001b]0;owned\u0007 broken' }) }
    const config = { '/home/me/.docker/config.json': '{"credsStore":"x"}' }
    const run = await (await machine({ files: config, programs })).run('doctor')
    expect(run.stderr).toContain(']0;owned broken')
    expect(run.stderr).not.toContain('\u001b')
  })

  it('is coloured where that is wanted', async () => {
    const run = await (await machine({ files })).run('doctor --force-color')
    expect(run.stderr).toContain('\u001b[31m✗\u001b[39m')
    expect(run.stderr).toContain('\u001b[1mDocker\u001b[22m')
  })

  it('leaves out what is well with --quiet', async () => {
    const run = await (await machine({ files })).run('doctor --quiet')
    expect(run.stderr).not.toMatch(/[✓≈]/)
    expect(run.stderr).toContain('✗ docker-credential-ecr-login')
  })

  it('shows what is being waited for, on a terminal', async () => {
    const shown: string[] = []
    const world = await machine({ answers: [], spin: text => shown.push(text) })
    await world.run('doctor')
    expect(shown[0]).toBe('Examining')
    expect(shown.join('\n')).toContain(', and ')
  })
})

describe('--offline', () => {
  it('calls nobody, and says what was left out', async () => {
    const world = await machine({
      files: {
        '/home/me/.docker/config.json': '{"credHelpers":{"public.ecr.aws":"ecr-login"}}',
        '/work/atmos.yaml': 'import: [https://example.com/auth.yaml]\n',
      },
      programs: { 'docker-credential-ecr-login': () => ({ exitCode: 1, stdout: 'called' }) },
    })
    const run = await world.run('doctor --offline')
    expect(run.requests).toEqual([])
    expect(world.processes.calls).toEqual([])
    expect(run.stderr).toContain('Left out by --offline: clock, ambient-credentials, permissions')
    expect(run.stderr).toContain('Not all of the configuration was read')
    expect(run.exitCode).toBe(0)
  })

  it('marks in JSON what was left out', async () => {
    const report = reportOf(await (await machine({})).run('doctor --offline --format json'))
    const skipped = report.checks.filter(check => check.skipped).map(check => check.id)
    expect(skipped).toEqual(checks.filter(check => check.callsOut).map(check => check.id))
  })
})

describe('registries of the configuration', () => {
  const yaml = `auth:
  identities:
    keys: { kind: aws/ambient }
    ops:
      kind: aws/assume-role
      via: { identity: keys }
      principal: { assume_role: "arn:aws:iam::123456789012:role/Ops" }
  integrations:
    tools:
      kind: aws/ecr
      via: { identity: ops }
      spec: { registry: { account_id: "123456789012", region: us-east-2 } }
    public:
      kind: aws/ecr-public
      via: { identity: keys }
`
  const trust = { principals: ['123456789012'] }
  const role = { arn: 'arn:aws:iam::123456789012:role/Ops', trust }

  it('are asked for with their own identity, and nothing is kept', async () => {
    const world = await machine({ files: { '/work/atmos.yaml': yaml }, emulator: { roles: [role] } })
    const run = await world.run('doctor')
    expect(run.exitCode, run.stderr).toBe(0)
    expect(run.stderr).toContain(
      '✓ AWS gives a login for 123456789012.dkr.ecr.us-east-2.amazonaws.com to identity ops',
    )
    expect(run.stderr).toContain('✓ AWS gives a login for public.ecr.aws to identity keys')
    expect(run.requests).toContain('sts:AssumeRole')
    expect(Object.keys(world.files.contents())).toEqual(['/work/atmos.yaml'])
  })

  it('are asked for where only the provider says with which identity, and there is a command for that', async () => {
    const github = `auth:
  providers:
    actions: { kind: github/oidc, region: us-east-1 }
  identities:
    ops:
      kind: aws/assume-role
      via: { provider: actions }
      principal: { assume_role: "arn:aws:iam::123456789012:role/Ops" }
  integrations:
    public: { kind: aws/ecr-public, via: { provider: actions } }
`
    const files = {
      '/work/atmos.yaml': github,
      '/home/me/.docker/config.json': '{"auths":{"https://public.ecr.aws":{"auth":"QVdTOng="}}}',
    }
    const run = await (await machine({ files })).run('doctor')
    expect(run.stderr).toContain('No login for public.ecr.aws with identity ops')
    expect(run.stderr).toContain('mend: atmos aws ecr login public')
    expect(run.stderr).toContain(
      'The configuration is valid: 1 identity, 1 integration from /work/atmos.yaml',
    )
  })

  it('name the action that is missing', async () => {
    const emulator = { roles: [{ ...role, deny: ['ecr:*'] }] }
    const run = await (await machine({ files: { '/work/atmos.yaml': yaml }, emulator })).run('doctor')
    expect(run.exitCode).toBe(5)
    expect(run.stderr).toContain('with identity ops')
    expect(run.stderr).toContain('ecr:GetAuthorizationToken')
  })

  it('never have a session renewed: its refresh token could be lost', async () => {
    const cached = {
      startUrl: 'https://acme.awsapps.com/start',
      region: 'eu-west-1',
      accessToken: 'over',
      expiresAt: '2026-11-23T11:00:00Z',
      clientId: 'client',
      clientSecret: 'secret',
      registrationExpiresAt: '2027-01-01T00:00:00Z',
      refreshToken: 'still-good',
    }
    const sso = `auth:
  providers:
    acme: { kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: eu-west-1 }
  identities:
    dev:
      kind: aws/permission-set
      via: { provider: acme }
      principal: { name: Dev, account: { id: "123456789012" } }
  integrations:
    public: { kind: aws/ecr-public, via: { identity: dev } }
`
    const world = await machine({
      files: { '/work/atmos.yaml': sso, '/home/me/.aws/sso/cache/acme.json': JSON.stringify(cached) },
    })
    const before = world.files.contents()
    const run = await world.run('doctor')
    expect(run.exitCode, run.stderr).toBe(4)
    expect(run.stderr).toContain('No login for public.ecr.aws with identity dev')
    expect(run.requests.filter(operation => operation.startsWith('sso'))).toEqual([])
    expect(world.files.contents()).toEqual(before)
  })
})

describe('somebody who would have to sign in', () => {
  it('is told so, and not made to', async () => {
    const yaml = `auth:
  providers:
    corp: { kind: aws/saml, url: https://idp.example.com/idp, region: eu-west-1 }
    acme: { kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: eu-west-1 }
  identities:
    dev:
      kind: aws/assume-role
      via: { provider: corp }
      principal: { assume_role: "arn:aws:iam::123456789012:role/Dev" }
    ops:
      kind: aws/permission-set
      via: { provider: acme }
      principal: { name: Ops, account: { id: "123456789012" } }
    jane: { kind: aws/user, credentials: { webflow_enabled: true, region: eu-west-1 } }
  integrations:
    one: { kind: aws/ecr-public, via: { identity: dev } }
    two: { kind: aws/ecr-public, via: { identity: ops } }
    three: { kind: aws/ecr-public, via: { identity: jane } }
`
    const files = { '/work/atmos.yaml': yaml }
    const world = await machine({ files, visitor: { desktop: true, button: 'Allow access' } })
    const run = await world.run('doctor --no-color')
    expect(run.exitCode, run.stderr).toBe(4)
    for (const name of ['dev', 'ops', 'jane']) {
      expect(run.stderr).toContain(`✗ No login for public.ecr.aws with identity ${name}`)
      expect(run.stderr).toContain(`mend: atmos auth login --identity ${name}`)
    }
    expect(run.stderr).not.toContain('http://127.0.0.1')
    expect([...run.requests].sort()).toEqual(['ecr-public:', 'sts:GetCallerIdentity'])
    expect(Object.keys(world.files.contents())).toEqual(['/work/atmos.yaml'])
  })
})

describe('time', () => {
  it('ends at --timeout, with what is known by then', async () => {
    const world = await machine({})
    world.emulator.inject('hang', { operation: 'ecr-public:GetAuthorizationToken', times: 99 })
    const start = world.now()
    const run = await world.run('doctor --timeout 3s')
    expect(world.now() - start).toBeLessThanOrEqual(3_000)
    expect(run.exitCode).toBe(6)
    expect(run.stderr).toContain('✓ AWS credentials from environment')
  })
})

describe('secrets', () => {
  const canary = 'CANARY0word0of0secrecy'
  const auth = Buffer.from(`AWS:${canary}-in-config`).toString('base64')
  const host = '123456789012.dkr.ecr.us-east-2.amazonaws.com'

  it.each(['doctor', 'doctor --format json', 'doctor --verbose --offline'])('are not in %s', async line => {
    const auths = { 'public.ecr.aws': { auth }, 'https://public.ecr.aws': { auth } }
    const world = await machine({
      env: {
        AWS_ACCESS_KEY_ID: 'ASIACANARY0000000001',
        AWS_SECRET_ACCESS_KEY: `${canary}-key`,
        AWS_SESSION_TOKEN: `${canary}-token`,
        HTTPS_PROXY: `http://me:${canary}-proxy@proxy:3128`,
        NO_PROXY: '169.254.0.0/16',
        DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'public.ecr.aws': { auth } } }),
        AWS_ENDPOINT_URL_STS: `https://me:${canary}-endpoint@sts.us-east-1.amazonaws.com`,
        ATMOS_KEYRING_PASSWORD: `${canary}-keyring`,
      },
      files: {
        '/home/me/.docker/config.json': JSON.stringify({ auths, credHelpers: { [host]: 'x' } }),
        '/work/atmos.yaml': `auth:
  identities:
    keys:
      kind: aws/user
      credentials: { access_key_id: AKIACANARY0000000001, secret_access_key: ${canary}-yaml, regoin: x }
  integrations:
    tools: { kind: aws/ecr, via: { identity: keys }, spec: { registry: { account_id: "123456789012", region: us-east-2 } } }
`,
      },
      programs: { 'docker-credential-x': () => ({ exitCode: 1, stdout: `broken ${canary}-token` }) },
    })
    const run = await world.run(line)
    const heard = run.stdout + run.stderr
    expect(heard.length).toBeGreaterThan(1000)
    expect(heard).not.toContain(canary)
    expect(heard).not.toContain(auth)
  })

  it('do not hide the home folder’s name alone', async () => {
    const files = {
      '/home/me/.docker/config.json': JSON.stringify({ auths: { 'public.ecr.aws': { auth } } }),
    }
    const run = await (await machine({ files })).run('doctor')
    expect(run.stderr).not.toContain('/home/me')
    expect(run.stderr).toContain('~/.docker/config.json')
  })
})
