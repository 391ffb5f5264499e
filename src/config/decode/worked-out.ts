import type { Origin, Problem } from '../../auth/auth-config.ts'
import { bodyOf } from './body.ts'
import { entryProblems } from './entry-problems.ts'
import type { Inspection } from './inspect.ts'
import { originsOf } from './origins.ts'
import type { RawEntry } from './raw-entry.ts'
import { readTree } from './read-tree.ts'
import { writtenOf } from './written.ts'

/** What costs enough to be worked out of an entry only once. */
interface WorkedOut {
  readonly body: Inspection
  readonly written: Readonly<Record<string, unknown>>
  readonly origins: ReadonlyMap<string, Origin>
  readonly problems: readonly Problem[]
  readonly pending: readonly string[]
}

const workOut: { readonly [Part in keyof WorkedOut]: (raw: RawEntry) => WorkedOut[Part] } = {
  body: bodyOf,
  written: raw => (writtenOf(raw.pair.value) ?? {}) as WorkedOut['written'],
  origins: raw => originsOf(raw.pair),
  problems: raw => entryProblems(raw, workedOut(raw, 'body')),
  pending: raw => readTree(raw.pair.value).pending.map(found => found.path.join('.')),
}

/** By raw entry, and not in the entries themselves, so that copies made by `withSpec` share it. */
const notes = new WeakMap<RawEntry, { -readonly [Part in keyof WorkedOut]?: WorkedOut[Part] }>()

/** A part of an entry, worked out when it is first asked for. */
export function workedOut<Part extends keyof WorkedOut>(raw: RawEntry, part: Part): WorkedOut[Part] {
  const known = notes.get(raw) ?? {}
  notes.set(raw, known)
  const value = known[part] ?? workOut[part](raw)
  known[part] = value
  return value
}
