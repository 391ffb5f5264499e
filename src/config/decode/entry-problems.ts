import type { Problem } from '../../auth/auth-config.ts'
import { isForeignKind } from '../../auth/foreign-kinds.ts'
import { nearest } from '../../errors/nearest.ts'
import { originOf } from '../source-text.ts'
import { child, isNothing } from '../yaml/tree.ts'
import { sharedFields } from './entry-fields.ts'
import { unknownKeyProblems } from './entry-keys.ts'
import type { Inspection } from './inspect.ts'
import { kindOf, kindWordOf, pathOf, type RawEntry } from './raw-entry.ts'
import { readTree } from './read-tree.ts'
import { plainSecretProblem } from './secret-keys.ts'
import { sharedField } from './shared-field.ts'

const giveItAKind = 'Give it a kind; or is a profile missing that has one (--profile)?'

/** Everything that is wrong or doubtful inside an entry. @param body the kind's own fields, inspected */
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
  return { severity: 'error', path: pathOf(raw), message, next: giveItAKind, origin: originOf(raw.pair) }
}

/** The problem of a kind nobody knows; a warning for kinds that Atmos has and we have not. */
function kindProblems(raw: RawEntry): readonly Problem[] {
  if (kindOf(raw) !== undefined) return []
  const kind = kindWordOf(raw)
  const place = { path: `${pathOf(raw)}.kind`, origin: originOf(child(raw.pair.value, 'kind') ?? raw.pair) }
  if (kind === '') return [{ severity: 'error', ...place, message: 'has no kind', next: giveItAKind }]
  if (isForeignKind(kind)) {
    const message = `${kind} is a kind that Atmos has and this program has not; the entry is left alone`
    return [{ severity: 'warning', ...place, message }]
  }
  const known = raw.kinds.map(candidate => candidate.kind)
  const close = nearest(kind, known)
  const next = close === undefined ? `Known: ${known.join(', ')}` : `Did you mean ${close}?`
  return [{ severity: 'error', ...place, message: `${kind} is not a kind that is known here`, next }]
}

function plainSecretProblems(raw: RawEntry): readonly Problem[] {
  return readTree(raw.pair.value).plainSecrets.map(({ path, tree }) =>
    plainSecretProblem([pathOf(raw), ...path].join('.'), tree),
  )
}
