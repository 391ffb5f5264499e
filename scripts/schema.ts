import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { foreignKinds } from '../src/auth/foreign-kinds.ts'
import type { Catalog } from '../src/auth/kind.ts'
import { integrationSpecFields, sharedFields } from '../src/config/decode/entry-fields.ts'
import { keysOf } from '../src/config/decode/entry-keys.ts'
import { knownKeys } from '../src/config/decode/known-keys.ts'
import type { Section } from '../src/config/decode/raw-entry.ts'
import { profiles, settingsFields } from '../src/config/decode/settings-fields.ts'
import { catalog } from '../src/kinds/catalog.ts'

type Json = Record<string, unknown>

const file = join(import.meta.dirname, '../schema/atmos-auth.schema.json')

/** A definition as JSON Schema: what may be written, not what it is decoded to. */
function asJson(schema: GenericSchema): Json {
  const { $schema, ...json } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' }) as Json
  return closed(json) as Json
}

/** Keys that no definition names are mistakes, at every depth. */
function closed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(closed)
  if (typeof json !== 'object' || json === null) return json
  const inside = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, closed(value)]))
  const isMap = inside.type === 'object' && inside.properties !== undefined
  return isMap && inside.additionalProperties === undefined
    ? { ...inside, additionalProperties: false }
    : inside
}

function properties(fields: Readonly<Record<string, GenericSchema>>): Json {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, asJson(schema)]))
}

/**
 * An editor sees of `!env NAME` the text NAME alone, and holds it against the field: such a text is fine wherever
 * something else than any text is wanted. Names of variables, files and commands look so; mistyped words do not.
 */
const argument = {
  type: 'string',
  pattern: '^$|^[A-Z][A-Z0-9_]*$|^(?!arn:|https?:).*[ ./]',
  description: 'what stands behind a function: !env NAME, !include FILE, !exec COMMAND',
}

function orFunction(schema: Json): Json {
  const takesAnything = Object.keys(schema).every(word => word === 'type' || word === 'description')
  if (takesAnything && (schema.type === undefined || schema.type === 'string')) return schema
  const { description, ...own } = schema
  const told = description === undefined ? {} : { description }
  return { anyOf: [own, { $ref: '#/definitions/argument' }], ...told }
}

/** A definition in whose every part a function may stand. */
function withFunctions(schema: Json): Json {
  const inside = Object.entries(schema).map(([word, value]): readonly [string, unknown] => {
    if (word === 'properties') return [word, eachOf(value as Record<string, Json>)]
    const isPart = (word === 'items' || word === 'additionalProperties') && typeof value === 'object'
    if (isPart) return [word, orFunction(withFunctions(value as Json))]
    if (word === 'anyOf' || word === 'allOf') return [word, (value as readonly Json[]).map(withFunctions)]
    return [word, word === 'then' ? withFunctions(value as Json) : value]
  })
  return Object.fromEntries(inside)
}

/** A kind is no value: the rest of its entry depends on it. */
function eachOf(parts: Record<string, Json>): Json {
  const all = Object.entries(parts).map(([name, part]) => [
    name,
    name === 'kind' ? part : orFunction(withFunctions(part)),
  ])
  return Object.fromEntries(all)
}

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
