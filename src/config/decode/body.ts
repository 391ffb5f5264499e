import { type Branch, child, emptyBranch, isNothing, type Tree } from '../yaml/tree.ts'
import { type Fields, integrationSpecFields, sharedFields } from './entry-fields.ts'
import { type Inspection, inspect, nothing } from './inspect.ts'
import { type EntryKind, kindOf, pathOf, type RawEntry } from './raw-entry.ts'
import { specFieldProblems } from './shared-field.ts'

/** The kind's own fields, decoded: of an integration its `spec`, of others all but the shared fields. */
export function bodyOf(raw: RawEntry): Inspection {
  const kind = kindOf(raw)
  if (kind === undefined) return nothing
  if (raw.section === 'integrations') return integrationBody(raw, kind)
  const tree = without(raw.pair.value, sharedFields[raw.section])
  return inspect(kind.spec, { tree, path: pathOf(raw), place: raw.pair })
}

function integrationBody(raw: RawEntry, kind: EntryKind): Inspection {
  const spec = child(raw.pair.value, 'spec')
  const tree = spec?.type === 'branch' ? without(spec, integrationSpecFields) : spec
  const inside = isNothing(tree) ? emptyBranch(raw.pair.source) : tree
  const inspected = inspect(kind.spec, { tree: inside, path: `${pathOf(raw)}.spec`, place: raw.pair })
  return { ...inspected, problems: [...specFieldProblems(raw), ...inspected.problems] }
}

/** A map without some of its keys: what is left for the kind's own definition. */
function without(tree: Tree, keys: Fields): Branch {
  const { source, at } = tree
  if (tree.type !== 'branch') return { type: 'branch', source, at, pairs: new Map() }
  const pairs = new Map([...tree.pairs].filter(([key]) => !Object.hasOwn(keys, key)))
  return { ...tree, pairs }
}
