import type {
  IdentityEntry,
  IntegrationEntry,
  Origin,
  Problem,
  ProviderEntry,
  Via,
} from '../../auth/auth-config.ts'
import { kindWordOf, type RawEntry } from './raw-entry.ts'
import { sharedField, specField, viaOf } from './shared-field.ts'
import { workedOut } from './worked-out.ts'

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
    return workedOut(this[rawKey], 'body').output
  }

  get written(): Readonly<Record<string, unknown>> {
    return workedOut(this[rawKey], 'written')
  }

  get origins(): ReadonlyMap<string, Origin> {
    return workedOut(this[rawKey], 'origins')
  }

  get problems(): readonly Problem[] {
    return workedOut(this[rawKey], 'problems')
  }

  get pending(): readonly string[] {
    return workedOut(this[rawKey], 'pending')
  }
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
