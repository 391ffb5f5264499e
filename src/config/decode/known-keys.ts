import type { GenericSchema } from 'valibot'
import type { Problem } from '../../auth/auth-config.ts'
import { nearest } from '../../errors/nearest.ts'
import { originOf } from '../source-text.ts'
import type { Pair, Tree } from '../yaml/tree.ts'

type Entries = Readonly<Record<string, GenericSchema>>

/** The inside of a schema, as far as keys go. */
interface Shape {
  readonly type: string
  readonly entries?: Entries
  readonly wrapped?: Shape
  readonly options?: readonly Shape[]
  readonly item?: Shape
}

/** The keys that a schema knows at its top; `undefined` where any key may stand. */
export function knownKeys(schema: GenericSchema): Entries | undefined {
  const shape = schema as unknown as Shape
  if (shape.type === 'object' || shape.type === 'strict_object') return shape.entries
  if (shape.wrapped !== undefined) return knownKeys(shape.wrapped as unknown as GenericSchema)
  if (shape.options === undefined) return undefined
  const all = shape.options
    .filter(option => typeof option === 'object')
    .map(option => knownKeys(option as unknown as GenericSchema))
    .filter(entries => entries !== undefined)
  return all.length === 0 ? undefined : Object.assign({}, ...all)
}

/** Keys of a tree that its definition does not know, as warnings with the nearest known key. */
export function unknownKeys(entries: Entries, tree: Tree, path: string): readonly Problem[] {
  if (tree.type !== 'branch') return []
  const found: Problem[] = []
  for (const [key, pair] of tree.pairs) {
    const schema = Object.hasOwn(entries, key) ? entries[key] : undefined
    if (schema === undefined) found.push(unknownKey(pair, Object.keys(entries), path))
    else found.push(...unknownBelow(schema, pair.value, `${path}.${pair.key}`))
  }
  return found
}

function unknownBelow(schema: GenericSchema, tree: Tree, path: string): readonly Problem[] {
  const { item } = schema as unknown as Shape
  if (tree.type === 'list' && item !== undefined) {
    const inside = knownKeys(item as unknown as GenericSchema)
    if (inside === undefined) return []
    return tree.items.flatMap((entry, index) => unknownKeys(inside, entry, `${path}.${index}`))
  }
  const inside = knownKeys(schema)
  return inside === undefined ? [] : unknownKeys(inside, tree, path)
}

function unknownKey(pair: Pair, known: readonly string[], path: string): Problem {
  const close = nearest(pair.key, known)
  return {
    severity: 'warning',
    path: `${path}.${pair.key}`,
    message: `${pair.key} is not a key that is known here`,
    next: close === undefined ? `Known: ${[...known].sort().join(', ')}` : `Did you mean ${close}?`,
    origin: originOf(pair),
  }
}
