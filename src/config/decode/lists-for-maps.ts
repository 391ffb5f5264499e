import type { GenericSchema } from 'valibot'
import type { Broken, Tree } from '../yaml/tree.ts'
import { knownKeys } from './known-keys.ts'

interface Misplaced {
  readonly path: readonly string[]
  readonly tree: Broken
}

/** Lists that stand where a map must: the checker takes one for a map that has none of the keys. */
export function listsForMaps(
  schema: GenericSchema,
  tree: Tree,
  path: readonly string[] = [],
): readonly Misplaced[] {
  const keys = knownKeys(schema)
  if (keys === undefined && !takesAnyKey(schema)) return []
  if (tree.type === 'list') {
    const { source, at } = tree
    return [{ path, tree: { type: 'broken', source, at, message: 'must be a map (key: value)' } }]
  }
  if (tree.type !== 'branch' || keys === undefined) return []
  return [...tree.pairs].flatMap(([key, { value }]) => {
    const inside = Object.hasOwn(keys, key) ? keys[key] : undefined
    return inside === undefined ? [] : listsForMaps(inside, value, [...path, key])
  })
}

function takesAnyKey(schema: GenericSchema): boolean {
  const { type, wrapped } = schema as GenericSchema & { readonly wrapped?: GenericSchema }
  return type === 'record' || (wrapped !== undefined && takesAnyKey(wrapped))
}
