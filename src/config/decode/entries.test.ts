import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../../../test/doubles/catalog.ts'
import { fakeOutside } from '../../../test/doubles/outside.ts'
import { Secret } from '../../auth/secret.ts'
import { allProblems } from '../check/all-problems.ts'
import { loadConfig } from '../load-config.ts'

async function loaded(auth: string, env: Record<string, string> = {}) {
  const text = `auth:\n${auth.replaceAll(/^/gm, '  ')}\n`
  return await loadConfig(
    { collect: true },
    smallCatalog,
    fakeOutside({ files: { '/work/atmos.yaml': text }, env }),
  )
}

/** One line for each problem: `line:column severity path: message (next)`. */
async function problemsOf(auth: string, env: Record<string, string> = {}): Promise<string[]> {
  const problems = allProblems(await loaded(auth, env), smallCatalog)
  return problems.map(({ severity, path, message, next, origin }) => {
    const place = origin === undefined ? '-' : `${origin.line}:${origin.column}`
    return `${place} ${severity} ${path}: ${message}${next === undefined ? '' : ` (${next})`}`
  })
}

const role = (text: string) =>
  `identities:\n  dev:\n    kind: test/role\n    via: {identity: keys}\n${text}\n  keys: {kind: test/keys, credentials: {access_key_id: A, secret_access_key: !env S s}}`
const principal = (text: string) => role(`    principal: {assume_role: r, ${text}}`)

describe('an entry', () => {
  it('is decoded by its kind, the shared fields apart', async () => {
    const { identities } = await loaded(
      role(
        '    default: true\n    alias: d\n    tags: a, b\n    env: [{key: Foo, value: bar}]\n    Principal: {ASSUME_ROLE: r}',
      ),
    )
    expect(identities[0]).toMatchObject({
      name: 'dev',
      kind: 'test/role',
      default: true,
      alias: 'd',
      tags: ['a', 'b'],
      env: [{ key: 'Foo', value: 'bar' }],
      via: { identity: 'keys' },
      spec: { principal: { assume_role: 'r' } },
      problems: [],
      pending: [],
    })
  })

  it('tells where each of its values stands', async () => {
    const { identities } = await loaded(principal('session_name: s'))
    expect(identities[0]?.origins.get('')).toEqual({ file: '/work/atmos.yaml', line: 3, column: 5 })
    expect(identities[0]?.origins.get('principal.session_name')).toMatchObject({ line: 6, column: 49 })
  })

  it('shows what was written, secrets hidden', async () => {
    const { identities } = await loaded(
      'identities:\n  K: {Kind: test/keys, credentials: {access_key_id: A, secret_access_key: pl41n}}',
    )
    expect(identities[0]?.written).toEqual({
      Kind: 'test/keys',
      credentials: { access_key_id: 'A', secret_access_key: '***' },
    })
    expect(identities[0]?.spec).toEqual({
      credentials: { access_key_id: 'A', secret_access_key: new Secret('pl41n') },
    })
    const shown = identities.map(({ written, spec, problems }) => ({ written, spec, problems }))
    expect(JSON.stringify(shown)).not.toContain('pl41n')
  })

  it('that is broken breaks no other', async () => {
    const { identities } = await loaded(`${principal('x: y')}\n  bad: {kind: nope}\n  worse: 7`)
    expect(
      identities.map(entry => entry.problems.filter(({ severity }) => severity === 'error').length),
    ).toEqual([0, 0, 1, 1])
    expect(identities[0]?.spec).toBeDefined()
  })

  it('of an integration has its switches apart from the kind’s own fields', async () => {
    const spec = 'registry: {account_id: "123456789012", region: us-east-1}'
    const { integrations } = await loaded(
      `integrations:\n  a: {kind: test/registry, via: {identity: x}, spec: {${spec}, auto_provision: false, verify: !env V, expected_account: 123456789012}}\n  b: {kind: test/registry, via: {identity: x}, spec: {${spec}}}`,
      { V: 'true' },
    )
    const own = { registry: { account_id: '123456789012', region: 'us-east-1' } }
    expect(integrations[0]).toMatchObject({
      autoProvision: false,
      verify: true,
      expectedAccount: '123456789012',
      spec: own,
    })
    expect(integrations[0]?.problems).toEqual([])
    expect(integrations[1]).toMatchObject({
      autoProvision: true,
      verify: false,
      expectedAccount: undefined,
      spec: own,
    })
  })
})

describe('types as Atmos converts them', () => {
  it('takes a key with nothing behind it for no key', async () => {
    const { identities, integrations } = await loaded(
      `${principal('session_name: , account: ')}\nproviders: {p: {kind: test/portal, start_url: u, region: us-east-1, spec: }}\nintegrations: {a: {kind: test/registry, via: {identity: dev}, spec: {verify: , registry: {account_id: "123456789012", region: us-east-1}}}}`,
    )
    expect(identities[0]?.spec).toEqual({ principal: { assume_role: 'r' } })
    expect(integrations[0]?.problems).toEqual([])
    expect(await problemsOf(role('    principal: {assume_role: }'))).toEqual([
      '6:19 error auth.identities.dev.principal.assume_role: is missing',
    ])
  })

  it.each([
    ['session_name: 2024', { session_name: '2024' }],
    ['session_name: 012', { session_name: '012' }],
    ['session_name: true', { session_name: 'true' }],
    ['duration: "900"', { duration: 900 }],
    ['duration: !env D', { duration: 60 }],
    ['account: dev', { account: 'dev' }],
    ['account: {id: 123456789012}', { account: { id: '123456789012' } }],
    ['account: {name: dev}', { account: { name: 'dev' } }],
  ])('%s', async (text, fields) => {
    const { identities } = await loaded(principal(text), { D: '60' })
    expect(identities[0]?.problems).toEqual([])
    expect(identities[0]?.spec).toEqual({ principal: { assume_role: 'r', ...fields } })
  })
})

describe('problems', () => {
  it.each<[string, string, readonly string[]]>([
    ['none', principal('session_name: s'), []],
    [
      'a missing field',
      role('    principal: {}'),
      ['6:18 error auth.identities.dev.principal.assume_role: is missing'],
    ],
    ['a missing section', role(''), ['3:5 error auth.identities.dev.principal: is missing']],
    [
      'an empty field',
      role('    principal: {assume_role: ""}'),
      ['6:32 error auth.identities.dev.principal.assume_role: must not be empty'],
    ],
    [
      'a wrong type',
      role('    principal: [a]'),
      ['6:18 error auth.identities.dev.principal: must be a map (key: value)'],
    ],
    [
      'a list for a map that may be empty',
      `${principal('session_name: s')}\nproviders: {p: {kind: test/portal, start_url: u, region: us-east-1, spec: [x]}}\nlogs: [x]`,
      [
        '8:77 error auth.providers.p.spec: must be a map (key: value)',
        '9:9 error auth.logs: must be a map (key: value)',
      ],
    ],
    [
      'a list for a text',
      principal('session_name: [a]'),
      ['6:49 error auth.identities.dev.principal.session_name: must be text'],
    ],
    [
      'a text for a number',
      principal('duration: long'),
      ['6:45 error auth.identities.dev.principal.duration: must be a number'],
    ],
    [
      'the inside of an alternative',
      principal('account: {id: 12}'),
      [
        '6:49 error auth.identities.dev.principal.account.id: must be the 12 digits of an AWS account, in quotes',
      ],
    ],
    [
      'digits that YAML mangled',
      principal('account: {id: 012345670123}'),
      [
        '6:49 error auth.identities.dev.principal.account.id: must be the 12 digits of an AWS account, in quotes',
      ],
    ],
    [
      'a list for an alternative',
      principal('account: [a]'),
      ['6:44 error auth.identities.dev.principal.account: must be a map (key: value)'],
    ],
    [
      'a variable that is not set',
      principal('account: !env NOPE'),
      [
        '6:44 error auth.identities.dev.principal.account: must not be empty (Set the variable that !env names, or give it a default)',
      ],
    ],
    [
      'a mistyped key',
      principal('sesion_name: s'),
      [
        '6:35 warning auth.identities.dev.principal.sesion_name: sesion_name is not a key that is known here (Did you mean session_name?)',
      ],
    ],
    [
      'a mistyped shared key',
      `${principal('session_name: s').replace('    via', '    defualt: true\n    via')}`,
      [
        '5:7 warning auth.identities.dev.defualt: defualt is not a key that is known here (Did you mean default?)',
      ],
    ],
    [
      'a switch that is none',
      principal('session_name: s').replace('    via', '    default: maybe\n    via'),
      ['5:16 error auth.identities.dev.default: must be true or false'],
    ],
    [
      'a switch of an integration that is none',
      'identities: {keys: {kind: test/keys, credentials: {access_key_id: A, secret_access_key: !env S s}}}\nintegrations: {a: {kind: test/registry, via: {identity: keys}, spec: {verify: maybe, registry: {account_id: "123456789012", region: us-east-1}}}}',
      ['3:81 error auth.integrations.a.spec.verify: must be true or false'],
    ],
    [
      'a function nobody knows',
      principal('session_name: !template x'),
      [
        '6:49 error auth.identities.dev.principal.session_name: !template is not a function this program knows (Known: !append, !cwd, !env, !exec, !git.root, !include, !include.raw, !random, !repo-root, !unset, !git.sha, !git.ref, !git.branch, !git.url, !git.host, !git.owner, !git.name, !git.repository)',
      ],
    ],
    [
      'a mistyped kind',
      'identities: {a: {kind: test/rôle}, b: {kind: test/kesy}}',
      [
        '2:26 error auth.identities.a.kind: test/rôle is not a kind that is known here (Did you mean test/role?)',
        '2:48 error auth.identities.b.kind: test/kesy is not a kind that is known here (Did you mean test/keys?)',
      ],
    ],
    [
      'no kind',
      'identities: {a: {default: true}}',
      [
        '2:16 error auth.identities.a.kind: has no kind (Give it a kind; or is a profile missing that has one (--profile)?)',
      ],
    ],
    [
      'nothing under a name',
      'identities: {a: }',
      [
        '2:16 error auth.identities.a: is empty (Give it a kind; or is a profile missing that has one (--profile)?)',
      ],
    ],
    [
      'kinds that Atmos has and we have not',
      'providers: {az: {kind: azure/cli, spec: {tenant_id: x}}}',
      [
        '2:26 warning auth.providers.az.kind: azure/cli is a kind that Atmos has and this program has not; the entry is left alone',
      ],
    ],
    [
      'a section that is no map',
      'identities: [a]',
      ['2:15 error auth.identities: must be a map of names to entries'],
    ],
    [
      'a secret in plain text',
      'identities: {k: {kind: test/keys, credentials: {access_key_id: A, secret_access_key: s}}}',
      [
        '2:88 warning auth.identities.k.credentials.secret_access_key: a secret stands in the file in plain text (Keep it in a variable (!env NAME) or a password manager (!exec COMMAND))',
      ],
    ],
    [
      'a secret among the variables of an identity',
      role(
        '    principal: {assume_role: r}\n    env: [{key: STAGE, value: dev}, {key: DB_PASSWORD, value: s}, {key: TOKEN, value: !env T}]',
      ),
      [
        '7:65 warning auth.identities.dev.env.1.value: a secret stands in the file in plain text (Keep it in a variable (!env NAME) or a password manager (!exec COMMAND))',
      ],
    ],
    [
      'names that differ in case',
      'identities: {k: {kind: mock}, K: {kind: mock}}',
      [
        '2:33 warning auth: K is written twice in this map, once in other letter case; the later one counts',
        '2:43 warning auth.identities.K.kind: mock is a kind that Atmos has and this program has not; the entry is left alone',
      ],
    ],
  ])('%s', async (_, auth, problems) => {
    const found = await problemsOf(auth)
    expect(found).toEqual(problems)
  })

  it('are shown all at once', async () => {
    const found = await problemsOf(
      'realm: A_\nidentities: {a: {kind: nope}}\nintegrations: {b: {kind: test/registry}}\nkeyring: {type: fiel}\nlogs: {level: loud}\ndockr: {}',
    )
    expect(found).toHaveLength(7)
  })
})
