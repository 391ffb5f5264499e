import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../doubles/catalog.ts'
import { createWorld } from '../doubles/world.ts'

const good = `auth:
  providers:
    portal: { kind: test/portal, start_url: https://x/start, region: us-east-1 }
  identities:
    dev: { kind: test/role, default: true, via: { provider: Portal }, principal: { assume_role: r } }
  integrations:
    ecr: { kind: test/registry, via: { identity: DEV }, spec: { registry: { account_id: "123456789012", region: us-east-1 } } }
`

const worldOf = (files: Readonly<Record<string, string>>, env = {}) =>
  createWorld({ files, env, catalog: smallCatalog })

describe('atmos auth validate', () => {
  it('says what it found good', async () => {
    const run = await worldOf({ '/work/atmos.yaml': good }).run('atmos auth validate')
    expect(run).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '✓ Authentication configuration is valid: 1 provider, 1 identity, 1 integration from 1 file\n',
      requests: [],
    })
  })

  it('shows every problem with its line, a caret and what to write', async () => {
    const text = `auth:
  relm: acme
  identities:
    dev: { kind: test/rol }
    ops:
      kind: test/keys
      credentials: { access_key_id: A, secret_access_key: hunter2 }
`
    const run = await worldOf({ '/work/atmos.yaml': text }).run('atmos auth validate')
    expect(run.exitCode).toBe(3)
    expect(run.stdout).toBe('')
    expect(run.stderr).not.toContain('hunter2')
    expect(run.stderr).toBe(`⚠ atmos.yaml:2:3: auth.relm: relm is not a key that is known here
   2 |   relm: acme
     |   ^
  next: Did you mean realm?
✗ atmos.yaml:4:18: auth.identities.dev.kind: test/rol is not a kind that is known here
   4 |     dev: { kind: test/rol }
     |                  ^
  next: Did you mean test/role?
⚠ atmos.yaml:7:59: auth.identities.ops.credentials.secret_access_key: a secret stands in the file in plain text
   7 |       credentials: { access_key_id: A, secret_access_key: *********
     |                                                           ^
  next: Keep it in a variable (!env NAME) or a password manager (!exec COMMAND)

1 error, 2 warnings
`)
  })

  it('warns of secrets among variables, without showing them', async () => {
    const text = `env: { STAGE: dev, API_TOKEN: hunter2, NPM_TOKEN: !env NPM_TOKEN }
auth:
  identities:
    dev:
      kind: test/keys
      credentials: { access_key_id: A, secret_access_key: !env SECRET }
      env:
        - key: DB_PASSWORD
          value: hunter2
`
    const run = await worldOf({ '/work/atmos.yaml': text }, { SECRET: 's' }).run('atmos auth validate')
    expect(run.exitCode).toBe(0)
    expect(run.stderr).not.toContain('hunter2')
    const warned = run.stderr.split('\n').filter(line => line.startsWith('⚠'))
    expect(warned).toEqual([
      '⚠ atmos.yaml:1:31: env.API_TOKEN: a secret stands in the file in plain text',
      '⚠ atmos.yaml:9:18: auth.identities.dev.env.0.value: a secret stands in the file in plain text',
    ])
  })

  it('prints one object for editors', async () => {
    const run = await worldOf({ '/work/atmos.yaml': 'auth: { keyring: { type: fiel } }' }).run(
      'atmos auth validate --format json',
    )
    expect(run.exitCode).toBe(3)
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toEqual({
      valid: false,
      files: ['/work/atmos.yaml'],
      problems: [
        {
          severity: 'error',
          path: 'auth.keyring.type',
          message: 'must be one of system, file, memory, none',
          next: 'Did you mean file?',
          file: '/work/atmos.yaml',
          line: 1,
          column: 26,
        },
      ],
    })
  })

  it('goes on behind a file that is no YAML, a lost import and a lost profile', async () => {
    const files = {
      '/work/atmos.yaml': 'import: [gone.yaml]\nauth: { realm: A }\n',
      '/work/atmos.d/broken.yaml': 'a: [1\n',
    }
    const run = await worldOf(files).run('atmos --profile nope auth validate')
    expect(run.exitCode).toBe(3)
    for (const words of [
      'deficient indentation',
      '/work/gone.yaml',
      'no profile called nope',
      '1 to 64 of a-z',
    ]) {
      expect(run.stderr).toContain(words)
    }
    expect(run.stderr).toMatch(/\n4 errors, 0 warnings\n$/)
  })

  it('shows where a profile is named that is not there', async () => {
    const run = await worldOf({ '/work/atmos.yaml': 'profiles:\n  default: [nope]\n' }).run('auth validate')
    expect(run.exitCode).toBe(3)
    expect(run.stderr).toMatch(/^✗ atmos\.yaml:2:13: There is no profile called nope/)
  })

  it.each([
    ['profiles: [ci]', 'atmos.yaml:1:11: profiles: must be a map (key: value)'],
    [
      'profiles: { default: { name: ci } }',
      'atmos.yaml:1:22: profiles.default: must be the name of a profile, or a list of names',
    ],
    ['profiles: { base_path: [x] }', 'atmos.yaml:1:24: profiles.base_path: must be text'],
  ])('finds what is wrong with %s', async (text, problem) => {
    const world = worldOf({ '/work/atmos.yaml': text })
    const run = await world.run('auth validate')
    expect(run.exitCode).toBe(3)
    expect(run.stderr).toContain(`✗ ${problem}\n`)
    expect((await world.run('auth plan')).stderr).toContain('a mistake that every command depends on')
  })

  it('has warnings only for what Atmos has and this program has not', async () => {
    const text = 'auth: { providers: { az: { kind: azure/cli, spec: { tenant_id: x } } } }'
    const run = await worldOf({ '/work/atmos.yaml': text }).run('auth validate')
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain('azure/cli is a kind that Atmos has')
  })

  it('fails where there is nothing to check', async () => {
    const run = await worldOf({}).run('auth validate')
    expect(run.exitCode).toBe(3)
    expect(run.stderr).toContain('config-not-found')
    expect(run.stderr).toContain('there is no atmos.yaml from /work upwards')
  })

  it('says that folders above were not searched, and why', async () => {
    const world = worldOf({ '/atmos.yaml': good }, { ATMOS_CLI_CONFIG_PATH: '/gone' })
    for (const line of ['auth validate', 'auth plan dev']) {
      const run = await world.run(line)
      expect(run.exitCode).toBe(3)
      expect(run.stderr).toMatch(/in \/work and \/gone \(folders above.*ATMOS_CLI_CONFIG_PATH is set\)/)
    }
  })

  it.each([
    ['auth: { identities: { a: { kind: test/keys, credentials: !exec "steal" } } }', 0],
    ['env: { ATMOS_PROFILE: !exec "steal" }', 0],
    ['import: [!exec "steal"]', 3],
    ['profiles: { default: !exec "steal" }', 3],
  ])('runs no program and asks nobody: %s', async (text, exitCode) => {
    const ran: string[] = []
    const steal = ({ args }: { readonly args: readonly string[] }) => {
      ran.push(args.join(' '))
      return { exitCode: 0, stdout: '', stderr: '', timedOut: false }
    }
    const world = createWorld({
      files: { '/work/atmos.yaml': text },
      catalog: smallCatalog,
      programs: { sh: steal },
    })
    const run = await world.run('auth validate')
    expect(run.exitCode).toBe(exitCode)
    await world.run('auth list')
    await world.run('auth plan')
    expect(ran).toEqual([])
    expect(run.requests).toEqual([])
    expect(world.questions).toEqual([])
  })
})
