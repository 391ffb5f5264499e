import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../../../test/doubles/catalog.ts'
import { fakeOutside } from '../../../test/doubles/outside.ts'
import { loadConfig } from '../load-config.ts'
import { allProblems } from './all-problems.ts'

const keys = 'keys: {kind: test/keys, credentials: {access_key_id: A, secret_access_key: !env S s}}'
const role = (name: string, via: string) =>
  `${name}: {kind: test/role, via: ${via}, principal: {assume_role: r}}`
const portal = 'providers: {sso: {kind: test/portal, start_url: u, region: us-east-1}}'
const registry = (name: string, via: string, account = '123456789012') =>
  `${name}: {kind: test/registry, via: ${via}, spec: {registry: {account_id: "${account}", region: us-east-1}}}`

async function problemsOf(lines: readonly string[]): Promise<string[]> {
  const text = `auth:\n${lines.map(line => `  ${line}\n`).join('')}`
  const auth = await loadConfig({}, smallCatalog, fakeOutside({ files: { '/work/atmos.yaml': text } }))
  return allProblems(auth, smallCatalog).map(
    ({ severity, path, message, next }) =>
      `${severity} ${path}: ${message}${next === undefined ? '' : ` (${next})`}`,
  )
}

describe('what entries say of each other', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'fits',
      [
        portal,
        `identities: {${role('A', '{provider: SSO}')}, ${role('b', '{identity: a}')}, ${keys}}`,
        `integrations: {${registry('r', '{identity: B}')}, ${registry('q', '{provider: sso}', '210987654321')}}`,
      ],
      [],
    ],
    [
      'fits through an alias',
      [`identities: {${keys.replace('kind', 'alias: k, kind')}, ${role('a', '{identity: K}')}}`],
      [],
    ],
    [
      'names no provider',
      [portal, `identities: {${role('a', '{provider: sos}')}}`],
      ['error auth.identities.a.via.provider: there is no provider called sos (Did you mean sso?)'],
    ],
    [
      'names no identity',
      [`integrations: {${registry('r', '{identity: nope}')}}`],
      ['error auth.integrations.r.via.identity: there is no identity called nope'],
    ],
    [
      'names nothing',
      [`identities: {a: {kind: test/role, principal: {assume_role: r}}}`],
      [
        'error auth.identities.a: does not say what it starts from (test/role needs aws or sso credentials) (Add via: { provider: NAME } or via: { identity: NAME })',
      ],
    ],
    [
      'names too much',
      [portal, `identities: {${keys}, ${role('a', '{provider: sso, identity: keys}')}}`],
      ['error auth.identities.a.via: must name exactly one: a provider or an identity'],
    ],
    [
      'does not fit',
      [portal, 'identities: {a: {kind: test/saml, via: {provider: sso}}}'],
      [
        'error auth.identities.a.via.provider: test/saml needs saml credentials, provider sso (test/portal) gives sso',
      ],
    ],
    [
      'has no effect',
      [portal, `identities: {${keys.replace('{kind', '{via: {provider: sso}, kind')}}`],
      ['warning auth.identities.keys.via: test/keys starts by itself, so via has no effect'],
    ],
    [
      'is a circle',
      [
        `identities: {${role('a', '{identity: b}')}, ${role('b', '{identity: C}')}, ${role('c', '{identity: a}')}, ${role('d', '{identity: a}')}}`,
      ],
      [
        'error auth.identities.a.via: the identities start from each other: a → b → c → a (Let one of them start from a provider)',
      ],
    ],
    [
      'is a circle of one',
      [`identities: {${role('a', '{identity: a}')}}`],
      [
        'error auth.identities.a.via: the identities start from each other: a → a (Let one of them start from a provider)',
      ],
    ],
    [
      'several are the default',
      [
        `identities: {${['k', 'l'].map(name => keys.replace('keys: {', `${name}: {default: true, `)).join(', ')}}`,
      ],
      [
        'warning auth.identities.l.default: several identities are the default (k, l), so commands must ask which one is meant',
      ],
    ],
    [
      'one registry, two identities',
      [
        `identities: {${keys}, ${role('a', '{identity: keys}')}}`,
        `integrations: {${registry('r', '{identity: keys}')}, ${registry('q', '{identity: a}')}, ${registry('s', '{identity: KEYS}')}}`,
      ],
      [
        'warning auth.integrations.q: 123456789012.us-east-1.example.com is served by r already, with another identity; the first one wins',
      ],
    ],
  ])('%s', async (_, lines, problems) => expect(await problemsOf(lines)).toEqual(problems))
})
