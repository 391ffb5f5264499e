import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

/** A JSON Schema, or a part of one. */
export type Json = Record<string, unknown>

/** A definition as JSON Schema: what may be written, not what it is decoded to. */
export function asJson(schema: GenericSchema): Json {
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

/** The definitions of several fields, by their names. */
export function properties(fields: Readonly<Record<string, GenericSchema>>): Json {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, asJson(schema)]))
}
