import type {
  IdentityEntry,
  IntegrationEntry,
  Origin,
  Problem,
  ProviderEntry,
  Via,
} from '../../auth/auth-config.ts'
import { bodyOf } from './body.ts'
import { entryProblems } from './entry-problems.ts'
import type { Inspection } from './inspect.ts'
import { originsOf } from './origins.ts'
import { kindWordOf, type RawEntry } from './raw-entry.ts'
import { readTree, writtenOf } from './read-tree.ts'
import { sharedField, specField, viaOf } from './shared-field.ts'

/** What was worked out of an entry so far. */
interface Known {
  body?: Inspection
  written?: Readonly<Record<string, unknown>>
  origins?: ReadonlyMap<string, Origin>
  problems?: readonly Problem[]
  pending?: readonly string[]
}

const known = new WeakMap<RawEntry, Known>()

function knownOf(raw: RawEntry): Known {
  const found = known.get(raw) ?? {}
  known.set(raw, found)
  return found
}

const rawKey: unique symbol = Symbol('raw')

/**
 * An entry that works each field out when somebody asks for it: of two thousand, a command needs three. The
 * fields are on the prototype, because closures for each entry took a third of the time of a large load.
 */
class LazyEntry {
  readonly name: string
  readonly [rawKey]: RawEntry

  constructor(raw: RawEntry) {
    this.name = raw.pair.key
    this[rawKey] = raw
  }

  get kind(): string {
    return kindWordOf(this[rawKey])
  }

  get tags(): readonly string[] {
    return (sharedField(this[rawKey], 'tags').output as readonly string[] | undefined) ?? []
  }

  get spec(): unknown {
    return body(this[rawKey]).output
  }

  get written(): Readonly<Record<string, unknown>> {
    const raw = this[rawKey]
    const values = knownOf(raw)
    values.written ??= (writtenOf(raw.pair.value) ?? {}) as Readonly<Record<string, unknown>>
    return values.written
  }

  get origins(): ReadonlyMap<string, Origin> {
    const values = knownOf(this[rawKey])
    values.origins ??= originsOf(this[rawKey].pair)
    return values.origins
  }

  get problems(): readonly Problem[] {
    const values = knownOf(this[rawKey])
    values.problems ??= entryProblems(this[rawKey], body(this[rawKey]))
    return values.problems
  }

  get pending(): readonly string[] {
    const values = knownOf(this[rawKey])
    values.pending ??= readTree(this[rawKey].pair.value).pending.map(found => found.path.join('.'))
    return values.pending
  }
}

function body(raw: RawEntry): Inspection {
  const values = knownOf(raw)
  values.body ??= bodyOf(raw)
  return values.body
}

class LazyProvider extends LazyEntry implements ProviderEntry {
  get default(): boolean {
    return sharedField(this[rawKey], 'default').output === true
  }
}

class LazyIdentity extends LazyProvider implements IdentityEntry {
  get via(): Via | undefined {
    return viaOf(this[rawKey])
  }

  get alias(): string | undefined {
    return sharedField(this[rawKey], 'alias').output as string | undefined
  }

  get env(): IdentityEntry['env'] {
    return (sharedField(this[rawKey], 'env').output as IdentityEntry['env'] | undefined) ?? []
  }
}

class LazyIntegration extends LazyEntry implements IntegrationEntry {
  get via(): Via | undefined {
    return viaOf(this[rawKey])
  }

  get autoProvision(): boolean {
    return specField(this[rawKey], 'auto_provision').output !== false
  }

  get expectedAccount(): string | undefined {
    return specField(this[rawKey], 'expected_account').output as string | undefined
  }

  get verify(): boolean {
    return specField(this[rawKey], 'verify').output === true
  }
}

export const providerEntry = (raw: RawEntry): ProviderEntry => new LazyProvider(raw)
export const identityEntry = (raw: RawEntry): IdentityEntry => new LazyIdentity(raw)
export const integrationEntry = (raw: RawEntry): IntegrationEntry => new LazyIntegration(raw)

/** What an entry was made from, for those who fill in pending values; `undefined` for entries made by hand. */
export function rawOf(entry: object): RawEntry | undefined {
  return (entry as Partial<LazyEntry>)[rawKey]
}
