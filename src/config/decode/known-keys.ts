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
  /** Of a union its alternatives, of a list of words these. */
  readonly options?: readonly (Shape | string)[]
  readonly item?: Shape
}

/** The keys that a schema knows at its top; `undefined` where any key may stand. */
export function knownKeys(schema: GenericSchema): Entries | undefined {
  return keysIn(shapeOf(schema))
}

function shapeOf(schema: GenericSchema): Shape {
  return schema as unknown as Shape
}

function keysIn({ type, entries, wrapped, options = [] }: Shape): Entries | undefined {
  if (type === 'object' || type === 'strict_object') return entries
  if (wrapped !== undefined) return keysIn(wrapped)
  const alternatives = options
    .filter(option => typeof option === 'object')
    .map(keysIn)
    .filter(keys => keys !== undefined)
  return alternatives.length === 0 ? undefined : Object.assign({}, ...alternatives)
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
  const shape = shapeOf(schema)
  const ofItems = shape.item === undefined ? undefined : keysIn(shape.item)
  if (tree.type === 'list' && ofItems !== undefined)
    return tree.items.flatMap((entry, index) => unknownKeys(ofItems, entry, `${path}.${index}`))
  const inside = keysIn(shape)
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
