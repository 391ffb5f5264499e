import type { Origin } from '../../auth/auth-config.ts'
import { originOf } from '../source-text.ts'
import { type Pair, partsOf, type Tree } from '../yaml/tree.ts'

/** Where each value of an entry stands, by dotted path inside it; `''` is the entry. */
export function originsOf(entry: Pair): ReadonlyMap<string, Origin> {
  const found = new Map([['', originOf(entry)]])
  note(entry.value, '', found)
  return found
}

function note(tree: Tree, path: string, found: Map<string, Origin>): void {
  for (const [key, value] of partsOf(tree)) {
    const below = path === '' ? key : `${path}.${key}`
    found.set(below, originOf(value))
    note(value, below, found)
  }
}
