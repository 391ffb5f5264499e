import type { Json } from './as-json.ts'

/**
 * An editor sees of `!env NAME` the text NAME alone, and holds it against the field: such a text is fine wherever
 * something else than any text is wanted. Names of variables, files and commands look so; mistyped words do not.
 */
export const argument = {
  type: 'string',
  pattern: '^$|^[A-Z][A-Z0-9_]*$|^(?!arn:|https?:).*[ ./]',
  description: 'what stands behind a function: !env NAME, !include FILE, !exec COMMAND',
}

/** A definition instead of which a function may stand; one that takes any text takes functions already. */
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

/** Parts in which, and instead of which, a function may stand; not instead of a kind: the rest depends on it. */
export function eachOf(parts: Record<string, Json>): Json {
  const all = Object.entries(parts).map(([name, part]) => [
    name,
    name === 'kind' ? part : orFunction(withFunctions(part)),
  ])
  return Object.fromEntries(all)
}
