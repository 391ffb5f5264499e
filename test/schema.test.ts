import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { configSchema, schemaText } from '../scripts/schema.ts'
import { functionNames } from '../src/config/functions/known-functions.ts'
import { catalog } from '../src/kinds/catalog.ts'
import { smallCatalog } from './doubles/catalog.ts'

const committed = readFileSync(join(import.meta.dirname, '../schema/atmos-auth.schema.json'), 'utf8')

function checker(schema: object): ValidateFunction {
  return new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema)
}

/** Where the schema finds fault: the paths of the faults, sorted. */
function faults(check: ValidateFunction, yaml: string): readonly string[] {
  if (check(load(yaml))) return []
  const own = (check.errors ?? []).filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf')
  const named = own.map(({ instancePath, params }) => {
    const name =
      (params as Record<string, unknown>).additionalProperty ??
      (params as Record<string, unknown>).missingProperty
    return `${instancePath}${name === undefined ? '' : `/${name}`}`
  })
  return [...new Set(named)].sort()
}

describe('the committed JSON Schema', () => {
  it('is what the definitions give now (npm run schema writes it)', () => {
    expect(committed).toBe(schemaText(catalog))
  })

  it('is a JSON Schema', () => {
    expect(checker(JSON.parse(committed))).toBeTypeOf('function')
  })

  const kinds = [...catalog.providers, ...catalog.identities, ...catalog.integrations]
  it.each(kinds.map(({ kind }) => kind))('knows the kind %s', kind => {
    expect(committed).toContain(`"const": "${kind}"`)
  })

  it('accepts a configuration with everything in its place', () => {
    const yaml = `
import: [a.yaml]
components: { anything: goes }
auth:
  realm: acme
  keyring: { type: file, spec: { path: ~/k } }
  providers:
    sso: { kind: aws/iam-identity-center, start_url: https://x.awsapps.com/start, region: us-east-1, spec: { files: { base_path: x } } }
    az: { kind: azure/cli, spec: { tenant_id: x } }
  identities:
    dev: { kind: aws/permission-set, default: true, via: { provider: sso }, principal: { name: Dev, account: { id: "123456789012" } }, tags: a, b: 1 }
    partial: { default: true }
  integrations:
    ecr: { kind: aws/ecr, via: { identity: dev }, spec: { registry: { account_id: "123456789012", region: us-east-1 }, auto_provision: false } }
`.replace(', b: 1', '')
    expect(faults(checker(JSON.parse(committed)), yaml)).toEqual([])
  })
})

/** What the editor's YAML reader hands on of a function: the text behind its name. */
const asEditor = (yaml: string) => yaml.replaceAll(/![\w.-]+ ([^,}\n]*)/g, '"$1"')

describe('functions in an editor', () => {
  const check = checker(JSON.parse(committed))
  const role = (text: string) => `auth: { identities: { a: { kind: aws/assume-role, ${text} } } }`

  it.each([
    'env: !include .env',
    'import: !include parts.json .imports',
    'auth: !include auth.yaml',
    'auth: { identities: !include identities.yaml }',
    'auth: { identities: { a: !include a.yaml } }',
    'auth: { realm: !env REALM, logs: { level: !env LEVEL Info } }',
    'auth: { providers: { s: { kind: aws/iam-identity-center, start_url: !env URL, region: !env AWS_REGION us-east-1, auto_provision_identities: !env AUTO } } }',
    role('principal: !include role.yaml'),
    role('principal: { assume_role: !env ROLE, duration: !exec cat seconds }'),
    role('default: !env IS_DEFAULT false, principal: { assume_role: !exec ./role.sh }'),
    role('tags: !unset , principal: { assume_role: !include roles.json .dev }'),
    'auth: { integrations: { e: { kind: aws/ecr, spec: { verify: !env VERIFY, registry: { account_id: !env ACCOUNT, region: !env REGION } } } } }',
  ])('are no mistakes: %s', yaml => expect(faults(check, asEditor(yaml))).toEqual([]))

  it.each([
    [
      'a word for a switch',
      role('default: yes, principal: { assume_role: x }'),
      '/auth/identities/a/default',
    ],
    ['a name for a map', role('via: dev, principal: { assume_role: x }'), '/auth/identities/a/via'],
    [
      'an ARN of something else',
      role('principal: { assume_role: "arn:aws:iam::123456789012:user/x" }'),
      '/auth/identities/a/principal/assume_role',
    ],
    ['a mistyped kind', 'auth: { identities: { a: { kind: aws/asume-role } } }', '/auth/identities/a/kind'],
  ])('do not hide %s', (_, yaml, path) => expect(faults(check, yaml)).toContain(path))

  it('are all in the settings of the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '../docs/configuration.md'), 'utf8')
    const settings = /```json\n(\{\s*"yaml\.customTags"[\s\S]*?)```/.exec(page)?.[1] ?? '{}'
    const { 'yaml.customTags': tags } = JSON.parse(settings) as { 'yaml.customTags': readonly string[] }
    expect(tags.map(tag => tag.split(' ')[0]).sort()).toEqual([...functionNames].sort())
  })
})

describe('a JSON Schema made from kinds', () => {
  const check = checker(configSchema(smallCatalog))
  const identity = (text: string) => `auth: { identities: { a: { kind: test/role, ${text} } } }`

  it.each<[string, string, readonly string[]]>([
    ['a missing field', identity('principal: {}'), ['/auth/identities/a/principal/assume_role']],
    ['a missing section', identity('default: true'), ['/auth/identities/a/principal']],
    [
      'a mistyped key',
      identity('principal: { assume_role: r, sesion_name: s }'),
      ['/auth/identities/a/principal/sesion_name'],
    ],
    [
      'a mistyped shared key',
      identity('principal: { assume_role: r }, defualt: true'),
      ['/auth/identities/a/defualt'],
    ],
    [
      'a wrong type',
      identity('principal: { assume_role: r, duration: x }'),
      ['/auth/identities/a/principal/duration'],
    ],
    ['an unknown kind', 'auth: { identities: { a: { kind: nope } } }', ['/auth/identities/a/kind']],
    ['an unknown key under auth', 'auth: { provders: {} }', ['/auth/provders']],
    ['a bad realm', 'auth: { realm: a__b }', ['/auth/realm']],
    [
      'a switch in a spec',
      'auth: { integrations: { a: { kind: test/registry, spec: { registry: { account_id: "1", region: us-east-1 }, auto_provison: true } } } }',
      ['/auth/integrations/a/spec/auto_provison'],
    ],
  ])('finds %s', (_, yaml, paths) => expect(faults(check, yaml)).toEqual(expect.arrayContaining([...paths])))

  it('finds nothing in what is right', () => {
    expect(
      faults(check, identity('principal: { assume_role: r, account: dev }, via: { identity: b }')),
    ).toEqual([])
  })
})
