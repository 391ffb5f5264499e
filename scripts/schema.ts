import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GenericSchema } from 'valibot'
import { foreignKinds } from '../src/auth/foreign-kinds.ts'
import type { Catalog } from '../src/auth/kind.ts'
import { integrationSpecFields, sharedFields } from '../src/config/decode/entry-fields.ts'
import { keysOf } from '../src/config/decode/entry-keys.ts'
import { knownKeys } from '../src/config/decode/known-keys.ts'
import type { Section } from '../src/config/decode/raw-entry.ts'
import { profiles, settingsFields } from '../src/config/decode/settings-fields.ts'
import { catalog } from '../src/kinds/catalog.ts'
import { asJson, type Json, properties } from './schema/as-json.ts'
import { argument, eachOf } from './schema/with-functions.ts'

const file = join(import.meta.dirname, '../schema/atmos-auth.schema.json')

interface KindShape {
  readonly kind: string
  readonly title: string
  readonly spec: GenericSchema
}

/** What may stand in an entry once its kind is known. */
function entryOf(section: Section, { kind, spec }: KindShape): Json {
  const own = asJson(spec)
  const keys =
    section === 'integrations'
      ? { ...properties(sharedFields.integrations), spec: integrationSpec(spec) }
      : properties(keysOf(section, spec))
  const required = section === 'integrations' ? [] : ((own.required as readonly string[] | undefined) ?? [])
  return {
    properties: { ...keys, kind: { const: kind } },
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

function integrationSpec(spec: GenericSchema): Json {
  const own = asJson(spec)
  const shared = properties(integrationSpecFields)
  return { ...own, properties: { ...properties(knownKeys(spec) ?? {}), ...shared } }
}

/**
 * A section: entries by name. An entry without a kind is fine, because files and profiles are merged; with
 * one, it must fit the kind. Kinds that only Atmos has are left alone.
 */
function sectionOf(section: Section, kinds: readonly KindShape[]): Json {
  const known = kinds.map(({ kind, title }) => ({ const: kind, description: title }))
  return {
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: {
        kind: {
          anyOf: [...known, { enum: foreignKinds, description: 'a kind of Atmos that is left alone' }],
        },
      },
      allOf: kinds.map(kind => ({
        if: { properties: { kind: { const: kind.kind } }, required: ['kind'] },
        // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
        then: entryOf(section, kind),
      })),
    },
  }
}

/** The JSON Schema of atmos.yaml as far as this program reads it, made from the definitions that check it. */
export function configSchema({ providers, identities, integrations }: Catalog): Json {
  const textOrList = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'atmos.yaml, as far as atmos-auth reads it',
    type: 'object',
    properties: eachOf({
      import: {
        ...textOrList,
        description: 'Files laid under this one: paths, patterns, https:// addresses',
      },
      profiles: { ...asJson(profiles), description: 'Folders of files laid over this one when asked for' },
      env: { type: 'object', description: 'Variables for child processes' },
      auth: {
        type: 'object',
        properties: {
          ...properties(settingsFields),
          providers: { ...sectionOf('providers', providers), description: 'Where trust starts' },
          identities: { ...sectionOf('identities', identities), description: 'Who to become' },
          integrations: {
            ...sectionOf('integrations', integrations),
            description: 'Logins derived from identities',
          },
        },
        additionalProperties: false,
      },
    }),
    definitions: { argument },
  }
}

/** The schema as it is committed. */
export function schemaText(kinds: Catalog): string {
  return `${JSON.stringify(configSchema(kinds), undefined, 2)}\n`
}

if (import.meta.main) writeFileSync(file, schemaText(catalog))
