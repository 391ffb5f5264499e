import type { GenericSchema } from 'valibot'
import { child, type Pair } from '../yaml/tree.ts'

export type Section = 'providers' | 'identities' | 'integrations'

/** What decoding needs to know of a kind: its word, and the definition of its own fields. */
export interface EntryKind {
  readonly kind: string
  readonly spec: GenericSchema
}

/** An entry of a section as it came out of merging, before anything in it was looked at. */
export interface RawEntry {
  readonly section: Section
  readonly pair: Pair
  /** The kinds of its section. */
  readonly kinds: readonly EntryKind[]
}

/** Dotted path of the entry, for people: `auth.identities.dev`. */
export function pathOf({ section, pair }: RawEntry): string {
  return `auth.${section}.${pair.key}`
}

/** The word after `kind:`, in lower case as kinds are written; empty where there is none. */
export function kindWordOf({ pair }: RawEntry): string {
  const tree = child(pair.value, 'kind')
  return tree?.type === 'leaf' && typeof tree.value === 'string' ? tree.value.trim().toLowerCase() : ''
}

/** The kind that word names; `undefined` where this program has none of that name. */
export function kindOf(raw: RawEntry): EntryKind | undefined {
  const word = kindWordOf(raw)
  return raw.kinds.find(({ kind }) => kind === word)
}
