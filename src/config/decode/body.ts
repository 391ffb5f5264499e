import type { Problem } from '../../auth/auth-config.ts'
import { originOf } from '../source-text.ts'
import { child, emptyBranch, isNothing } from '../yaml/tree.ts'
import {
  kindOf,
  kindProblems,
  nothing,
  pathOf,
  plainSecretProblems,
  type RawEntry,
  sharedField,
  sharedFields,
  unknownKeyProblems,
  without,
} from './entry.ts'
import { integrationSpecFields } from './entry-fields.ts'
import { type Inspection, inspect } from './inspect.ts'

/** The kind's own fields, decoded: of an integration its `spec`, of others all but the shared fields. */
export function bodyOf(raw: RawEntry): Inspection {
  const kind = raw.kinds.find(known => known.kind === kindOf(raw))
  if (kind === undefined) return nothing
  if (raw.section === 'integrations') return integrationBody(raw, kind)
  const tree = without(raw.pair.value, sharedFields[raw.section])
  return inspect(kind.spec, { tree, path: pathOf(raw), place: raw.pair })
}

function integrationBody(raw: RawEntry, kind: RawEntry['kinds'][number]): Inspection {
  const spec = child(raw.pair.value, 'spec')
  const own = specFieldNames.map(name => specField(raw, name))
  const tree = spec?.type === 'branch' ? without(spec, integrationSpecFields) : spec
  const inside = isNothing(tree) ? emptyBranch(raw.pair.source) : tree
  const inspected = inspect(kind.spec, { tree: inside, path: `${pathOf(raw)}.spec`, place: raw.pair })
  return { ...inspected, problems: [...own.flatMap(({ problems }) => problems), ...inspected.problems] }
}

const specFieldNames = ['auto_provision', 'expected_account', 'verify'] as const

/** A field that all integrations share, from inside their `spec`. */
export function specField(raw: RawEntry, name: (typeof specFieldNames)[number]): Inspection {
  const tree = child(child(raw.pair.value, 'spec'), name)
  const path = `${pathOf(raw)}.spec.${name}`
  return inspect(integrationSpecFields[name], {
    tree: isNothing(tree) ? undefined : tree,
    path,
    place: tree ?? raw.pair,
  })
}

/** Everything that is wrong or doubtful inside an entry. */
export function entryProblems(raw: RawEntry, body: Inspection): readonly Problem[] {
  if (raw.pair.value.type !== 'branch') return [notAMap(raw)]
  const shared = Object.keys(sharedFields[raw.section]).map(name => sharedField(raw, name))
  const found = [...shared, body].flatMap(({ problems }) => problems)
  return [
    ...kindProblems(raw),
    // A kind that is missing is told once, in better words than "is missing".
    ...found.filter(problem => problem.path !== `${pathOf(raw)}.kind`),
    ...unknownKeyProblems(raw),
    ...plainSecretProblems(raw),
  ]
}

function notAMap(raw: RawEntry): Problem {
  const message = isNothing(raw.pair.value) ? 'is empty' : 'must be a map (key: value)'
  const next = 'Give it a kind; or is a profile missing that has one (--profile)?'
  return { severity: 'error', path: pathOf(raw), message, next, origin: originOf(raw.pair) }
}
