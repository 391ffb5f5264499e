import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../doubles/catalog.ts'
import { createWorld } from '../doubles/world.ts'

const text = `auth:
  keyring: { type: none }
  realm: acme
  providers:
    portal: { kind: test/portal, start_url: https://x/start, region: us-east-1 }
  identities:
    base: { kind: test/role, alias: b, via: { provider: portal }, principal: { assume_role: !env ROLE r } }
    Dev: { kind: test/role, default: true, via: { identity: B }, principal: { assume_role: d, duration: !exec echo } }
    keys: { kind: test/keys, credentials: { access_key_id: A, secret_access_key: hunter2 }, env: [{ key: DB_PASSWORD, value: hunter2 }, { key: STAGE, value: dev }] }
    broken: { kind: test/role, via: { identity: nope }, principal: {} }
  integrations:
    ecr: { kind: test/registry, via: { identity: dev }, spec: { registry: { account_id: "123456789012", region: us-east-1 } } }
    late: { kind: test/registry, via: { provider: portal }, spec: { auto_provision: false, registry: { account_id: "123456789012", region: eu-west-1 } } }
`
const world = (env: Readonly<Record<string, string>> = {}) =>
  createWorld({ files: { '/work/atmos.yaml': text }, env, catalog: smallCatalog })

describe('atmos auth plan', () => {
  it('prints the default identity’s way, with the place of every value', async () => {
    const run = await world({ ROLE: 'from-env' }).run('atmos auth plan')
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toBe('')
    expect(run.requests).toEqual([])
    const lines = run.stdout.split('\n').map(line => line.replaceAll(/ {2,}/g, '  '))
    expect(lines).toEqual([
      'Plan for Dev (realm acme)',
      '',
      '1. provider portal  test/portal → sso  atmos.yaml:5',
      '  start_url  https://x/start  atmos.yaml:5',
      '  region  us-east-1  atmos.yaml:5',
      '',
      '2. identity base  test/role → aws  atmos.yaml:7',
      '  alias  b  atmos.yaml:7',
      '  via.provider  portal  atmos.yaml:7',
      '  principal.assume_role  from-env  atmos.yaml:7',
      '',
      '3. identity Dev  test/role → aws  atmos.yaml:8',
      '  default  true  atmos.yaml:8',
      '  via.identity  B  atmos.yaml:8',
      '  principal.assume_role  d  atmos.yaml:8',
      '  principal.duration  !exec echo (not run)  atmos.yaml:8',
      '',
      'Then, at login',
      '  runs ecr  test/registry → 123456789012.us-east-1.example.com  atmos.yaml:12',
      '  only when asked for: late  test/registry → 123456789012.eu-west-1.example.com  atmos.yaml:13',
      '',
      'Reused from before',
      '  not known before the programs of !exec have run',
      '',
    ])
  })

  it.each(['auth plan b', 'auth plan --identity BASE', 'auth plan -ib', 'auth --identity base plan'])(
    '%s names the identity',
    async line => {
      const run = await world().run(`${line} --format json`)
      expect(JSON.parse(run.stdout)).toMatchObject({
        identity: 'base',
        realm: 'acme',
        steps: [
          { role: 'provider', name: 'portal' },
          { role: 'identity', name: 'base', yields: 'aws' },
        ],
        integrations: [{ name: 'late', runs: false, hosts: ['123456789012.eu-west-1.example.com'] }],
        reuse: { type: 'nothing' },
      })
    },
  )

  it('obeys ATMOS_IDENTITY', async () => {
    const run = await world({ ATMOS_IDENTITY: 'keys' }).run('auth plan --format json')
    expect(JSON.parse(run.stdout)).toMatchObject({ identity: 'keys' })
  })

  it('obeys ATMOS_IDENTITY of the top-level env; the real one wins', async () => {
    const files = { '/work/atmos.yaml': `${text}env: { ATMOS_IDENTITY: keys }\n` }
    const planned = async (env: Readonly<Record<string, string>>) =>
      JSON.parse(
        (await createWorld({ files, env, catalog: smallCatalog }).run('auth plan --format json')).stdout,
      )
    expect(await planned({})).toMatchObject({ identity: 'keys' })
    expect(await planned({ ATMOS_IDENTITY: 'base' })).toMatchObject({ identity: 'base' })
  })

  it('draws a diagram', async () => {
    const run = await world().run('auth plan dev --format mermaid')
    expect(run.stdout).toBe(`flowchart LR
  s0["portal<br/>test/portal"]
  s1["base<br/>test/role"]
  s0 -->|sso| s1
  s2["Dev<br/>test/role"]
  s1 -->|aws| s2
  i0(["ecr<br/>test/registry<br/>123456789012.us-east-1.example.com"])
  s2 --> i0
  i1(["late<br/>test/registry<br/>123456789012.eu-west-1.example.com"])
  s2 -.-> i1
`)
  })

  it('keeps a value of several lines on its line', async () => {
    const files = {
      '/work/atmos.yaml': text.replace('!env ROLE r', '!include.raw role'),
      '/work/role': 'a\nb\n',
    }
    const run = await createWorld({ files, catalog: smallCatalog }).run('auth plan base')
    expect(run.stdout).toMatch(/principal\.assume_role +a\\nb\\n +atmos\.yaml:7\n/)
  })

  it.each(['text', 'json', 'mermaid'])('shows no secret as %s', async format => {
    const run = await world().run(`auth plan keys --format ${format}`)
    expect(run.exitCode).toBe(0)
    expect(run.stdout + run.stderr).not.toContain('hunter2')
    if (format === 'text') expect(run.stdout).toMatch(/env\.0\.value +\*\*\*/)
    if (format === 'text') expect(run.stdout).toMatch(/env\.1\.value +dev/)
  })

  it.each([
    ['auth plan broken', 3, 'There is no identity called nope'],
    ['auth plan nobody', 3, 'There is no identity called nobody'],
    ['auth plan base --identity dev', 2, 'The identity was given twice'],
  ])('%s ends with %i', async (line, code, words) => {
    const run = await world().run(line)
    expect(run.exitCode).toBe(code)
    expect(run.stdout).toBe('')
    expect(run.stderr).toContain(words)
  })
})
