import { type GenericSchema, object, optional } from 'valibot'
import type { Origin, Problem, Via } from '../../auth/auth-config.ts'
import { nearest } from '../../errors/nearest.ts'
import { originOf } from '../source-text.ts'
import { type Branch, child, isNothing, type Pair, type Tree } from '../yaml/tree.ts'
import {
  identityFields,
  integrationFields,
  integrationSpecFields,
  leftAlone,
  providerFields,
  specWords,
} from './entry-fields.ts'
import { isForeignKind } from './foreign-kinds.ts'
import { type Inspection, inspect } from './inspect.ts'
import { knownKeys, unknownKeys } from './known-keys.ts'
import { readTree } from './read-tree.ts'
import { plainSecretProblem } from './secret-keys.ts'

export type Section = 'providers' | 'identities' | 'integrations'

/** An entry of a section as it came out of merging, before anything in it was looked at. */
export interface RawEntry {
  readonly section: Section
  readonly pair: Pair
  /** The kinds of its section. */
  readonly kinds: readonly { readonly kind: string; readonly spec: GenericSchema }[]
}

type Fields = Readonly<Record<string, GenericSchema>>

export const sharedFields: Readonly<Record<Section, Fields>> = {
  providers: providerFields,
  identities: identityFields,
  integrations: integrationFields,
}

export function pathOf({ section, pair }: RawEntry): string {
  return `auth.${section}.${pair.key}`
}

export const nothing: Inspection = { output: undefined, problems: [], pending: [] }

/** A shared field, decoded on its own, so that a mistake in one does not hide another. */
export function sharedField(raw: RawEntry, name: string): Inspection {
  const schema = sharedFields[raw.section][name] as GenericSchema
  const tree = child(raw.pair.value, name)
  if (isNothing(tree) && schema.type === 'optional') return nothing
  return inspect(schema, {
    tree: isNothing(tree) ? undefined : tree,
    path: `${pathOf(raw)}.${name}`,
    place: tree ?? raw.pair,
  })
}

/** The word after `kind:`, in lower case as kinds are written; empty where there is none. */
export function kindOf(raw: RawEntry): string {
  const tree = child(raw.pair.value, 'kind')
  return tree?.type === 'leaf' && typeof tree.value === 'string' ? tree.value.trim().toLowerCase() : ''
}

export function viaOf(raw: RawEntry): Via | undefined {
  const via = child(raw.pair.value, 'via')
  if (isNothing(via)) return undefined
  return sharedField(raw, 'via').output as Via | undefined
}

/** The problem of a kind nobody knows; a warning for kinds that Atmos has and we have not. */
export function kindProblems(raw: RawEntry): readonly Problem[] {
  const kind = kindOf(raw)
  if (raw.pair.value.type !== 'branch' || raw.kinds.some(known => known.kind === kind)) return []
  const place = { path: `${pathOf(raw)}.kind`, origin: originOf(child(raw.pair.value, 'kind') ?? raw.pair) }
  if (kind === '') {
    const next = 'Give it a kind; or is a profile missing that has one (--profile)?'
    return [{ severity: 'error', ...place, message: 'has no kind', next }]
  }
  if (isForeignKind(kind)) {
    const message = `${kind} is a kind that Atmos has and this program has not; the entry is left alone`
    return [{ severity: 'warning', ...place, message }]
  }
  const known = raw.kinds.map(candidate => candidate.kind)
  const close = nearest(kind, known)
  const next = close === undefined ? `Known: ${known.join(', ')}` : `Did you mean ${close}?`
  return [{ severity: 'error', ...place, message: `${kind} is not a kind that is known here`, next }]
}

/** Every key that may stand in an entry of a kind: the kind's own, those all entries share, and Atmos's. */
export function keysOf(section: 'providers' | 'identities', kindSpec: GenericSchema): Fields {
  const own = knownKeys(kindSpec) ?? {}
  const inSpec = own.spec === undefined ? undefined : knownKeys(own.spec)
  const spec = inSpec === undefined ? {} : { spec: optional(object({ ...specWords, ...inSpec })) }
  return { ...leftAlone[section], ...sharedFields[section], ...own, ...spec }
}

/** Keys that neither Atmos nor the kind knows. */
export function unknownKeyProblems(raw: RawEntry): readonly Problem[] {
  const kind = raw.kinds.find(known => known.kind === kindOf(raw))
  if (kind === undefined) return []
  const { section, pair } = raw
  if (section !== 'integrations') return unknownKeys(keysOf(section, kind.spec), pair.value, pathOf(raw))
  const known = { ...leftAlone.integrations, ...integrationFields }
  const own = knownKeys(kind.spec) ?? {}
  const spec = child(pair.value, 'spec')
  return [
    ...unknownKeys(known, pair.value, pathOf(raw)),
    ...(spec === undefined
      ? []
      : unknownKeys({ ...integrationSpecFields, ...own }, spec, `${pathOf(raw)}.spec`)),
  ]
}

export function plainSecretProblems(raw: RawEntry): readonly Problem[] {
  return readTree(raw.pair.value).plainSecrets.map(({ path, tree }) =>
    plainSecretProblem([pathOf(raw), ...path].join('.'), tree),
  )
}

/** The entry without some of its keys: what is left for the kind's own definition. */
export function without(tree: Tree, keys: Fields): Branch {
  const { source, at } = tree
  if (tree.type !== 'branch') return { type: 'branch', source, at, pairs: new Map() }
  const pairs = new Map([...tree.pairs].filter(([key]) => !Object.hasOwn(keys, key)))
  return { ...tree, pairs }
}

/** Where each value of an entry stands, by dotted path inside it; `''` is the entry. */
export function originsOf({ pair }: RawEntry): ReadonlyMap<string, Origin> {
  const found = new Map([['', originOf(pair)]])
  note(pair.value, '', found)
  return found
}

function note(tree: Tree, path: string, found: Map<string, Origin>): void {
  const inside: readonly (readonly [string, Tree])[] =
    tree.type === 'branch'
      ? [...tree.pairs].map(([key, pair]) => [key, pair.value])
      : tree.type === 'list'
        ? tree.items.map((item, index) => [String(index), item])
        : []
  for (const [key, value] of inside) {
    const below = path === '' ? key : `${path}.${key}`
    found.set(below, originOf(value))
    note(value, below, found)
  }
}
