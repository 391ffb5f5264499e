import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { openOffice } from '../doubles/office.ts'
import { createWorld, exampleKeys } from '../doubles/world.ts'

const config = `
auth:
  providers:
    sso: { kind: test/portal, region: us-east-2, start_url: "https://acme.example/start", tags: [corp] }
    Okta: { kind: aws/saml, url: "https://acme.okta.example", region: us-east-1, username: ada, password: canary-1, default: true }
  identities:
    ops:
      kind: test/role
      via: { identity: d }
      principal: { assume_role: "arn:aws:iam::123456789012:role/OpsRole", account: { name: prod } }
    dev:
      kind: test/role
      default: true
      alias: d
      tags: [team]
      via: { provider: SSO }
      principal: { assume_role: "arn:aws:iam::123456789012:role/DevRole" }
      env: [{ key: TEAM_TOKEN, value: canary-2 }, { key: TEAM, value: blue }]
    ci:
      kind: aws/user
      credentials: { access_key_id: AKIACI, secret_access_key: canary-3 }
    one: { kind: test/role, via: { identity: two } }
    two: { kind: test/role, via: { identity: one } }
    lost: { kind: test/role, via: { provider: gone } }
`

const open = (options: Parameters<typeof openOffice>[0] = {}) => openOffice(options, config).world

describe('atmos auth list', () => {
  it('is a tree, and asks nobody', async () => {
    const world = open()
    const run = await world.run('atmos auth list')
    expect(run).toMatchObject({ exitCode: 0, stderr: '', requests: [] })
    expect(run.stdout).toBe(` Authentication Configuration
├── Okta (aws/saml) [DEFAULT]
│   ├── Region: us-east-1
│   ├── URL: https://acme.okta.example
│   └── Username: ada
├── sso (test/portal)
│   ├── Region: us-east-2
│   ├── Start URL: https://acme.example/start
│   └── Identities
│       └── dev (test/role) [DEFAULT] [ALIAS: d]
│           ├── Principal
│           │   └── assume_role: arn:aws:iam::123456789012:role/DevRole
│           └── ops (test/role)
│               └── Principal
│                   ├── assume_role: arn:aws:iam::123456789012:role/OpsRole
│                   └── account
│                       └── name: prod
├── gone (not configured)
│   └── lost (test/role)
└── Standalone Identities
    ├── ci (aws/user)
    │   └── Credentials: [redacted]
    └── one (test/role)
        └── two (test/role)
            └── one (cycle detected)
`)
    expect(Object.keys(world.files.contents())).toEqual(['/work/atmos.yaml'])
  })

  it('shows who is logged in, and how long', async () => {
    const world = open()
    await world.run('auth login dev')
    world.pass(10 * 60_000)
    expect((await world.run('auth list')).stdout).toContain('● dev (test/role) [DEFAULT] [ALIAS: d] 50m\n')
    world.pass(60 * 60_000)
    expect((await world.run('auth list')).stdout).toContain('[ALIAS: d] expired\n')
    world.env.ATMOS_TEST_NOW = '2026-11-23T11:00:00Z'
    expect((await world.run('auth list')).stdout).toContain('[ALIAS: d] 2h\n')
  })

  it.each([
    ['2026-11-23T12:44:00Z', '\u001b[32m●'],
    ['2026-11-23T12:45:00Z', '\u001b[33m●'],
    ['2026-11-23T13:00:00Z', '\u001b[31m●'],
  ])('at %s the dot is %j', async (time, dot) => {
    const world = open({ env: { ATMOS_TEST_NOW: time } })
    await world.run('auth login dev')
    for (const format of ['tree', 'table']) {
      expect((await world.run(`auth list --force-color -f ${format}`)).stdout).toContain(dot)
    }
  })

  it.each([
    ['--providers', ['Okta', 'sso'], []],
    ['--providers okta', ['Okta'], []],
    ['--providers=okta,sso --format json', ['Okta', 'sso'], []],
    ['--identities', [], ['ci', 'dev', 'lost', 'one', 'ops', 'two']],
    ['--identities d,OPS', [], ['dev', 'ops']],
    ['--tags team,corp', ['sso'], ['dev']],
    ['--tags TEAM --identities', [], ['dev']],
    ['--tags nothing', [], []],
  ])('%s', async (flags, providers, identities) => {
    const run = await open().run(`auth list ${flags}${flags.includes('--format') ? '' : ' -f json'}`)
    const shown = JSON.parse(run.stdout)
    expect(Object.keys(shown.providers ?? {})).toEqual(providers)
    expect(Object.keys(shown.identities ?? {})).toEqual(identities)
  })

  it('hangs identities under what they start from, also where that is not shown', async () => {
    const run = await open().run('auth list --identities dev')
    expect(run.stdout).toContain('└── sso (filtered)\n    └── dev (test/role)')
    expect((await open().run('auth list --identities ops')).stdout).toContain(
      '└── dev (filtered)\n    └── ops',
    )
  })
})

describe('formats', () => {
  it('table', async () => {
    const world = open()
    await world.run('auth login dev')
    const { stdout } = await world.run('auth list -f table')
    expect(stdout).toContain('  NAME  KIND         REGION     START URL / URL             DEFAULT\n')
    expect(stdout).toMatch(/^ {2}● dev {2,}test\/role {2,}sso {2,}- {2,}✓ {2,}d {2,}1h$/m)
    expect(stdout).toMatch(/^ {4}ops {2,}test\/role {2,}- {2,}dev$/m)
  })

  it('json and yaml have the shape of the configuration', async () => {
    const json = JSON.parse((await open().run('auth list -f json')).stdout)
    expect(json.identities.dev).toEqual({
      alias: 'd',
      default: true,
      env: [
        { key: 'TEAM_TOKEN', value: '***' },
        { key: 'TEAM', value: 'blue' },
      ],
      kind: 'test/role',
      principal: { assume_role: 'arn:aws:iam::123456789012:role/DevRole' },
      tags: ['team'],
      via: { provider: 'SSO' },
    })
    expect(load((await open().run('auth list --format yaml')).stdout)).toEqual(json)
  })

  it('diagrams have a box for each and an arrow for each start', async () => {
    const { stdout: dot } = await open().run('auth list -f dot --tags team,corp')
    expect(dot).toBe((await open().run('auth list -f graphviz --tags team,corp')).stdout)
    expect(dot).toContain('  p0 [label="sso\\ntest/portal", style=filled, fillcolor=lightblue];')
    expect(dot).toContain('  i0 [label="dev [DEFAULT]\\ntest/role\\nalias d"];')
    expect(dot).toContain('  p0 -> i0;')
    const { stdout: mermaid } = await open().run('auth list -f mermaid --identities ops')
    expect(mermaid).toBe(
      'flowchart LR\n  i0["ops<br/>test/role"]\n  m1("dev<br/>#40;filtered#41;")\n  m1 --> i0\n',
    )
  })

  it('markdown has tables and the diagram', async () => {
    const { stdout } = await open().run('auth list -f md')
    expect(stdout).toBe((await open().run('auth list -f markdown')).stdout)
    expect(stdout).toContain('| NAME | KIND | REGION | START URL / URL | DEFAULT |\n| --- | --- |')
    expect(stdout).toContain('| dev | test/role | sso | - | ✓ | d |  |')
    expect(stdout).toContain('```mermaid\nflowchart LR\n')
  })

  it.each(['tree', 'table', 'json', 'yaml', 'graphviz', 'mermaid', 'markdown'])(
    '%s shows no secret',
    async format => {
      const world = openOffice(
        { env: { SECRET_OF_CI: 'canary-4' } },
        config.replace('canary-3', '!env SECRET_OF_CI'),
      ).world
      const run = await world.run(`auth list -f ${format} --verbose`)
      expect(run.exitCode).toBe(0)
      expect(run.stdout + run.stderr).not.toMatch(/canary/)
    },
  )
})

describe('nothing to list', () => {
  it('is no failure', async () => {
    expect(await createWorld().run('auth list')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr:
        'No configuration was found: there is no atmos.yaml from /work upwards, nor in the folders for this user and this machine. Go to the folder of your project (or --chdir DIR), or name the file: --config FILE\n',
      requests: [],
    })
    expect((await createWorld().run('auth list --format json')).stdout).toBe('{}\n')
    const empty = createWorld({ files: { '/work/atmos.yaml': 'base_path: .' } })
    expect((await empty.run('auth list')).stderr).toBe('No providers or identities are configured\n')
    expect(await open().run('auth list --tags nothing')).toMatchObject({
      stdout: '',
      stderr: 'No provider or identity matches\n',
    })
  })

  it('names the profiles that nobody asked for', async () => {
    const files = { '/work/atmos.yaml': 'base_path: .\n', '/work/profiles/ci/auth.yaml': config }
    const world = openOffice({ files }, 'base_path: .\n').world
    const run = await world.run('auth list')
    expect(run).toMatchObject({ exitCode: 3, stdout: '' })
    expect(run.stderr).toContain('there are: ci')
    expect(run.stderr).toContain('next: atmos auth list --profile ci')
    expect((await world.run('auth list --profile ci')).stdout).toContain('dev (test/role)')
  })
})

describe('the words', () => {
  it.each([
    ['auth list --format tre', 2, 'Did you mean tree?'],
    ['auth list --format constructor', 2, 'There is no format constructor'],
    ['auth list --providers sso --identities dev', 2, '--providers cannot be combined with --identities'],
    ['auth list --providers okto', 3, 'Did you mean Okta?'],
    ['auth list --identities nobody', 3, 'There is no identity called nobody'],
    ['auth list dev', 2, 'one word too many'],
  ])('%s: exit %i', async (line, exitCode, sentence) => {
    const run = await open({ env: exampleKeys }).run(line)
    expect(run).toMatchObject({ exitCode, stdout: '' })
    expect(run.stderr).toContain(sentence)
  })
})
