import type { IdentityEntry, IntegrationEntry, Problem, ProviderEntry } from '../../auth/auth-config.ts'
import { originOf } from '../source-text.ts'
import { child, emptyBranch } from '../yaml/tree.ts'
import {
  isNothing,
  kindOf,
  kindProblems,
  nothing,
  originsOf,
  pathOf,
  plainSecretProblems,
  type RawEntry,
  sharedField,
  sharedFields,
  unknownKeyProblems,
  viaOf,
  without,
} from './entry.ts'
import { integrationSpecFields } from './entry-fields.ts'
import { type Inspection, inspect } from './inspect.ts'
import { lazy } from './lazy.ts'
import { readTree, writtenOf } from './read-tree.ts'

/** What every entry was made from, for those who fill in pending values later. */
export const rawEntries = new WeakMap<object, RawEntry>()

/**
 * The entry of a provider. Nothing in it is looked at before somebody asks: of two thousand entries a command
 * needs three.
 */
export function providerEntry(raw: RawEntry): ProviderEntry {
  const parts = partsOf(raw, () => bodyOf(raw))
  const entry: ProviderEntry = {
    name: raw.pair.key,
    get kind() {
      return kindOf(raw)
    },
    get tags() {
      return parts.tags()
    },
    get default() {
      return sharedField(raw, 'default').output === true
    },
    get spec() {
      return parts.body().output
    },
    get written() {
      return parts.written()
    },
    get origins() {
      return parts.origins()
    },
    get problems() {
      return parts.problems()
    },
    get pending() {
      return parts.pending()
    },
  }
  rawEntries.set(entry, raw)
  return entry
}

/** As `providerEntry`, for an identity. */
export function identityEntry(raw: RawEntry): IdentityEntry {
  const parts = partsOf(raw, () => bodyOf(raw))
  const entry: IdentityEntry = {
    name: raw.pair.key,
    get kind() {
      return kindOf(raw)
    },
    get tags() {
      return parts.tags()
    },
    get default() {
      return sharedField(raw, 'default').output === true
    },
    get via() {
      return viaOf(raw)
    },
    get alias() {
      return sharedField(raw, 'alias').output as string | undefined
    },
    get env() {
      return (sharedField(raw, 'env').output as IdentityEntry['env'] | undefined) ?? []
    },
    get spec() {
      return parts.body().output
    },
    get written() {
      return parts.written()
    },
    get origins() {
      return parts.origins()
    },
    get problems() {
      return parts.problems()
    },
    get pending() {
      return parts.pending()
    },
  }
  rawEntries.set(entry, raw)
  return entry
}

/** As `providerEntry`, for an integration. */
export function integrationEntry(raw: RawEntry): IntegrationEntry {
  const parts = partsOf(raw, () => integrationBody(raw))
  const entry: IntegrationEntry = {
    name: raw.pair.key,
    get kind() {
      return kindOf(raw)
    },
    get tags() {
      return parts.tags()
    },
    get via() {
      return viaOf(raw)
    },
    get autoProvision() {
      return specField(raw, 'auto_provision').output !== false
    },
    get expectedAccount() {
      return specField(raw, 'expected_account').output as string | undefined
    },
    get verify() {
      return specField(raw, 'verify').output === true
    },
    get spec() {
      return parts.body().output
    },
    get written() {
      return parts.written()
    },
    get origins() {
      return parts.origins()
    },
    get problems() {
      return parts.problems()
    },
    get pending() {
      return parts.pending()
    },
  }
  rawEntries.set(entry, raw)
  return entry
}

function partsOf(raw: RawEntry, makeBody: () => Inspection) {
  const body = lazy(makeBody)
  const shared = () => Object.keys(sharedFields[raw.section]).map(name => sharedField(raw, name))
  const written = lazy(() => (writtenOf(raw.pair.value) ?? {}) as Readonly<Record<string, unknown>>)
  return {
    body,
    written,
    tags: () => (sharedField(raw, 'tags').output as readonly string[] | undefined) ?? [],
    origins: lazy(() => originsOf(raw)),
    pending: lazy(() => readTree(raw.pair.value).pending.map(found => found.path.join('.'))),
    problems: lazy(() => problemsOf(raw, [...shared(), body()])),
  }
}

function problemsOf(raw: RawEntry, inspections: readonly Inspection[]): readonly Problem[] {
  if (raw.pair.value.type !== 'branch') return [notAMap(raw)]
  // A kind that is missing is told once, in better words than "is missing".
  const found = inspections.flatMap(({ problems }) => problems)
  return [
    ...kindProblems(raw),
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

/** The kind's own fields of a provider or an identity: all but the shared ones. */
function bodyOf(raw: RawEntry): Inspection {
  const kind = raw.kinds.find(known => known.kind === kindOf(raw))
  if (kind === undefined) return nothing
  const tree = without(raw.pair.value, sharedFields[raw.section])
  return inspect(kind.spec, { tree, path: pathOf(raw), place: raw.pair })
}

/** The kind's own fields of an integration: its `spec`, but for what all integrations have there. */
function integrationBody(raw: RawEntry): Inspection {
  const kind = raw.kinds.find(known => known.kind === kindOf(raw))
  if (kind === undefined) return nothing
  const spec = child(raw.pair.value, 'spec')
  const own = specFieldNames.map(name => specField(raw, name))
  const tree = spec?.type === 'branch' ? without(spec, integrationSpecFields) : spec
  const inside = tree === undefined || isNothing(tree) ? emptyBranch(raw.pair.source) : tree
  const inspected = inspect(kind.spec, { tree: inside, path: `${pathOf(raw)}.spec`, place: raw.pair })
  return { ...inspected, problems: [...own.flatMap(({ problems }) => problems), ...inspected.problems] }
}

const specFieldNames = ['auto_provision', 'expected_account', 'verify'] as const

function specField(raw: RawEntry, name: (typeof specFieldNames)[number]): Inspection {
  const tree = child(child(raw.pair.value, 'spec'), name)
  const path = `${pathOf(raw)}.spec.${name}`
  return inspect(integrationSpecFields[name], {
    tree: isNothing(tree) ? undefined : tree,
    path,
    place: raw.pair,
  })
}
