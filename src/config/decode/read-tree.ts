import { type Branch, type Broken, child, type Leaf, type Pending, type Tree } from '../yaml/tree.ts'
import { isPlainSecret } from './secret-keys.ts'

/** What a tree holds, as plain values, and what was met on the way. */
export interface Reading {
  /** Keys in lower case; empty, pending and broken values left out. */
  readonly value: unknown
  readonly pending: readonly Found<Pending>[]
  readonly broken: readonly Found<Broken>[]
  /** Secrets that stand in the file itself. */
  readonly plainSecrets: readonly Found<Leaf>[]
}

interface Found<T extends Tree> {
  readonly path: readonly string[]
  readonly tree: T
}

interface Notes {
  readonly pending: Found<Pending>[]
  readonly broken: Found<Broken>[]
  readonly plainSecrets: Found<Leaf>[]
}

export function readTree(tree: Tree): Reading {
  const notes: Notes = { pending: [], broken: [], plainSecrets: [] }
  return { value: plainValue(tree, [], notes), ...notes }
}

function plainValue(tree: Tree, path: readonly string[], notes: Notes, name = path.at(-1)): unknown {
  switch (tree.type) {
    case 'leaf':
      if (isPlainSecret(name ?? '', tree)) notes.plainSecrets.push({ path, tree })
      // Nothing behind a key is the same as no key.
      return tree.value ?? undefined
    case 'list':
      return tree.items.map((item, index) => plainValue(item, [...path, String(index)], notes))
    case 'branch': {
      const values = [...tree.pairs].map(
        ([key, pair]) => [key, plainValue(pair.value, [...path, key], notes, nameIn(tree, key))] as const,
      )
      return Object.fromEntries(values.filter(([, value]) => value !== undefined))
    }
    case 'pending':
      notes.pending.push({ path, tree })
      return undefined
    case 'broken':
      notes.broken.push({ path, tree })
      return undefined
    default:
      return undefined
  }
}

/** In Atmos's lists of variables (`{ key: NAME, value: x }`) a value is called what `key` says. */
function nameIn(holder: Branch, key: string): string {
  const name = key === 'value' ? child(holder, 'key') : undefined
  return name?.type === 'leaf' ? name.text : key
}
