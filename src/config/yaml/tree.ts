import type { Place, SourceText } from '../source-text.ts'

export type ScalarValue = string | number | boolean | null

/** Text, number, truth or nothing. */
export interface Leaf extends Place {
  readonly type: 'leaf'
  readonly value: ScalarValue
  /** As written (or as a function gave it), before it was taken for a number or a truth. */
  readonly text: string
  /** Name of the function that gave it; absent for what stands in the file itself. */
  readonly from?: string
}

export interface List extends Place {
  readonly type: 'list'
  readonly items: readonly Tree[]
  /** Written with `!append`: added to the list below it instead of replacing it. */
  readonly append?: true
}

export interface Pair extends Place {
  /** As spelled in the file. */
  readonly key: string
  readonly value: Tree
}

export interface Branch extends Place {
  readonly type: 'branch'
  /** By key in lower case. */
  readonly pairs: ReadonlyMap<string, Pair>
}

/** A map in the hands of whoever builds it. */
export interface GrowingBranch extends Branch {
  readonly pairs: Map<string, Pair>
}

/** A value with a YAML function that was not carried out yet. */
export interface Tagged extends Place {
  readonly type: 'tagged'
  /** With its exclamation mark: `!env`. */
  readonly tag: string
  readonly inner: Leaf | List | Branch
}

/** A value that a program has yet to give (`!exec`). */
export interface Pending extends Place {
  readonly type: 'pending'
  readonly command: string
}

/** A value that could not be had. It hurts only who needs it. */
export interface Broken extends Place {
  readonly type: 'broken'
  readonly message: string
  readonly next?: string
}

/** `!unset`: removes the key from what lies below. */
interface Unset extends Place {
  readonly type: 'unset'
}

/** A piece of configuration: what a YAML file says, and where. Trees are never changed once built. */
export type Tree = Leaf | List | Branch | Tagged | Pending | Broken | Unset

/** An empty value: a key, or the dash of a list, with nothing behind it. */
interface Nothing extends Leaf {
  readonly value: null
}

/** Whether there is no value: the key is missing, or nothing stands behind it. */
export function isNothing(tree: Tree | undefined): tree is Nothing | undefined {
  return tree === undefined || (tree.type === 'leaf' && tree.value === null)
}

export function emptyBranch(source: SourceText): GrowingBranch {
  return { type: 'branch', source, at: 0, pairs: new Map() }
}

export function leafOf(value: ScalarValue, place: Place, from?: string): Leaf {
  const text = value === null ? '' : String(value)
  const { source, at } = place
  return { type: 'leaf', value, text, source, at, ...(from === undefined ? {} : { from }) }
}

/** The value under a key, without regard to its case; `undefined` where there is none. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.type === 'branch' ? tree.pairs.get(key.toLowerCase())?.value : undefined
}

/** The value under a path of keys and indexes, or the nearest one above it that exists. */
export function nearestPart(tree: Tree, path: readonly string[]): Tree {
  let current = tree
  for (const key of path) {
    const next = current.type === 'list' ? current.items[Number(key)] : child(current, key)
    if (next === undefined) return current
    current = next
  }
  return current
}

/** The values that a list or a map holds, by index or by key in lower case; none in any other tree. */
export function partsOf(tree: Tree): readonly (readonly [key: string, value: Tree])[] {
  if (tree.type === 'list') return tree.items.map((item, index) => [String(index), item])
  return tree.type === 'branch' ? [...tree.pairs].map(([key, pair]) => [key, pair.value]) : []
}

/** The tree of a plain value such as parsed JSON, every part at the same place. */
export function treeOf(value: unknown, place: Place, from: string): Tree {
  const { source, at } = place
  if (Array.isArray(value)) {
    return { type: 'list', source, at, items: value.map(item => treeOf(item, place, from)) }
  }
  if (typeof value === 'object' && value !== null) {
    const pairs = new Map<string, Pair>()
    for (const [key, inner] of Object.entries(value)) {
      pairs.set(key.toLowerCase(), { key, source, at, value: treeOf(inner, place, from) })
    }
    return { type: 'branch', source, at, pairs }
  }
  return leafOf(value as ScalarValue, place, from)
}
