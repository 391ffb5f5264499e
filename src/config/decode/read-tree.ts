import { type Branch, type Broken, child, type Leaf, type Pending, type Tree } from '../yaml/tree.ts'
import { isPlainSecret, isSecretKey } from './secret-keys.ts'

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
      const values: Record<string, unknown> = {}
      for (const [key, pair] of tree.pairs) {
        const value = plainValue(pair.value, [...path, key], notes, nameIn(tree, key))
        if (value !== undefined) put(values, key, value)
      }
      return values
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

/** A key called `__proto__` is a key like any other. */
function put(values: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') values[key] = value
  else Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true })
}

/** A tree for showing: keys as spelled, functions by name where their value is not known, secrets hidden. */
export function writtenOf(tree: Tree, key = ''): unknown {
  switch (tree.type) {
    case 'leaf':
      return isSecretKey(key) && tree.text !== '' ? '***' : tree.value
    case 'list':
      return tree.items.map(item => writtenOf(item, key))
    case 'branch': {
      const values: Record<string, unknown> = {}
      for (const pair of tree.pairs.values()) put(values, pair.key, writtenOf(pair.value, pair.key))
      return values
    }
    case 'pending':
      return `!exec ${tree.command}`
    default:
      return undefined
  }
}

/** The part of a tree under a path, or the nearest part above it that exists. */
export function nearestPart(
  tree: Tree,
  path: readonly string[],
): { readonly tree: Tree; readonly at: number } {
  let current = { tree, at: tree.at }
  for (const key of path) {
    const { tree: parent } = current
    const pair = parent.type === 'branch' ? parent.pairs.get(key.toLowerCase()) : undefined
    const next = parent.type === 'list' ? parent.items[Number(key)] : pair?.value
    if (next === undefined) return current
    current = { tree: next, at: next.at }
  }
  return current
}
