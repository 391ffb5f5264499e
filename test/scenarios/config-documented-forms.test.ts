import { describe, expect, it } from 'vitest'
import type { AuthConfig } from '../../src/auth/auth-config.ts'
import { planIdentity, planProvider } from '../../src/auth/plan.ts'
import { allProblems } from '../../src/config/check/all-problems.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { exampleUser } from '../../src/emulator/options.ts'
import { catalog } from '../../src/kinds/catalog.ts'
import { fakeOutside } from '../doubles/outside.ts'
import { createWorld } from '../doubles/world.ts'

async function read(text: string): Promise<AuthConfig> {
  return await loadConfig({}, catalog, fakeOutside({ files: { '/work/atmos.yaml': `auth:\n${text}` } }))
}

const sso = `  providers:
    sso: { kind: aws/iam-identity-center, start_url: https://x.awsapps.com/start, region: us-east-1 }
`
const permissionSet = (account: string) => `${sso}  identities:
    dev: { kind: aws/permission-set, via: { provider: sso }, principal: { name: Admin, account: ${account} } }
`

/** Forms that Atmos's documentation shows, also those that Atmos itself does not take (W13). */
describe('forms of the documentation', () => {
  it.each([
    ['a name as plain text', 'dev', { name: 'dev' }],
    ['an id as plain text', '"123456789012"', { id: '123456789012' }],
    ['a map with the name', '{ name: dev }', { name: 'dev' }],
    ['a map with the id', '{ id: "123456789012" }', { id: '123456789012' }],
  ])('principal.account: %s', async (_, written, account) => {
    const auth = await read(permissionSet(written))
    expect(allProblems(auth, catalog)).toEqual([])
    expect(planIdentity(auth, catalog, 'dev').steps[1]?.spec).toEqual({
      principal: { name: 'Admin', account },
    })
  })

  it.each([
    ['without an audience', '{ kind: github/oidc }', {}],
    ['with a Region alone', '{ kind: github/oidc, region: us-east-1 }', { region: 'us-east-1' }],
    ['with an empty spec', '{ kind: github/oidc, spec: {} }', { spec: {} }],
    [
      'with the audience under spec',
      '{ kind: github/oidc, spec: { audience: a } }',
      { spec: { audience: 'a' } },
    ],
    ['with the audience beside the kind', '{ kind: github/oidc, audience: a }', { audience: 'a' }],
  ])('github/oidc %s', async (_, written, spec) => {
    const auth = await read(`  providers:\n    github: ${written}\n`)
    expect(allProblems(auth, catalog)).toEqual([])
    expect(planProvider(auth, catalog, 'github').steps[0]?.spec).toEqual(spec)
  })

  it.each([
    ['beside the kind', '{ kind: gcp/adc, project_id: p, region: us-central1 }'],
    ['under spec', '{ kind: gcp/adc, spec: { project_id: p } }'],
    ['nowhere', '{ kind: gcp/adc }'],
    [
      'beside another kind',
      '{ kind: gcp/workload-identity-federation, project_number: "1", workload_identity_pool_id: p }',
    ],
  ])('options of Google’s kinds %s are left alone', async (_, written) => {
    const problems = allProblems(await read(`  providers:\n    google: ${written}\n`), catalog)
    expect(problems.map(({ severity, path }) => [severity, path])).toEqual([
      ['warning', 'auth.providers.google.kind'],
    ])
  })

  it.each([
    ['isolated', true],
    ['isolated_sessions', true],
  ])('console.%s', async (key, isolated) => {
    const auth = await read(`  console: { ${key}: true }\n`)
    expect(allProblems(auth, catalog)).toEqual([])
    expect(auth.isolatedConsole).toBe(isolated)
  })

  const user = (name: string) =>
    `${name}: { kind: aws/user, credentials: { access_key_id: !env KEY, secret_access_key: !env SECRET } }`
  const world = () =>
    createWorld({
      files: {
        '/work/atmos.yaml': `${sso.replace('  prov', 'auth:\n  prov')}  identities: { ${user('dev')}, ${user('ops')} }\n`,
      },
      env: {
        KEY: exampleUser.accessKeyId,
        SECRET: exampleUser.secretAccessKey,
        ATMOS_KEYRING_TYPE: 'none',
      },
    })

  it('auth login NAME logs that identity in', async () => {
    const office = world()
    expect(await office.run('auth login ops')).toMatchObject({ exitCode: 0, stdout: '' })
    const written = Object.entries(office.files.contents()).find(([path]) => path.endsWith('/credentials'))
    expect(written?.[1]).toContain('[ops]')
    expect(written?.[1]).not.toContain('[dev]')
  })

  it.each([
    ['auth list --providers --format json', { providers: ['sso'], identities: [] }],
    ['auth list --identities --format json', { providers: [], identities: ['dev', 'ops'] }],
  ])('%s needs no name', async (line, expected) => {
    const { exitCode, stdout } = await world().run(line)
    expect(exitCode).toBe(0)
    const shown = JSON.parse(stdout) as Record<
      'providers' | 'identities',
      Record<string, unknown> | undefined
    >
    expect({
      providers: Object.keys(shown.providers ?? {}),
      identities: Object.keys(shown.identities ?? {}),
    }).toEqual(expected)
  })
})
