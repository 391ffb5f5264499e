import type { IdentityEntry, ProviderEntry, Via } from '../../../auth/auth-config.ts'
import { findIdentity, findProvider } from '../../../auth/lookup.ts'
import { planIdentity } from '../../../auth/plan.ts'
import { formatDuration } from '../../../cli/duration.ts'
import { Failure } from '../../../errors/failure.ts'
import { readAwsFiles } from '../../../sinks/aws-files.ts'
import { placeOf } from '../../identity/identity-place.ts'
import type { Session } from '../../session.ts'
import { isEndingSoon } from '../ending-soon.ts'
import { hideVariables } from '../hide-variables.ts'
import type { Written } from '../written-facts.ts'
import type { Chosen } from './choose-entries.ts'

/** What is shown, sorted by name. It holds no secret. */
export interface Listing {
  readonly providers: readonly ListedProvider[]
  readonly identities: readonly ListedIdentity[]
}

export interface ListedProvider {
  readonly name: string
  readonly kind: string
  readonly isDefault: boolean
  readonly written: Written
}

export interface ListedIdentity extends ListedProvider {
  readonly alias: string | undefined
  readonly start: Start | undefined
  /** How its credentials stand; `undefined` where there are none. */
  readonly standing: Standing | undefined
}

/** What an identity starts from: an entry, shown or not, or a name that nothing has. */
export interface Start {
  readonly role: 'provider' | 'identity'
  readonly name: string
  readonly exists: boolean
}

export interface Standing {
  readonly status: 'valid' | 'expiring' | 'expired'
  /** `2h`, `45m`, `expired`; absent for what does not end by itself. */
  readonly left?: string
}

export function listingOf(chosen: Chosen, session: Session, now: number): Listing {
  return {
    providers: sorted(chosen.providers).map(listed),
    identities: sorted(chosen.identities).map(entry => ({
      ...listed(entry),
      alias: entry.alias,
      start: startOf(entry.via, session),
      standing: standingOf(entry, session, now),
    })),
  }
}

function listed(entry: ProviderEntry | IdentityEntry): ListedProvider {
  const { name, kind, written } = entry
  return { name, kind, isDefault: entry.default, written: hideVariables(written) }
}

function sorted<E extends { readonly name: string }>(entries: readonly E[]): readonly E[] {
  const key = ({ name }: E) => name.toLowerCase()
  return [...entries].sort((one, other) => (key(one) < key(other) ? -1 : 1))
}

/** Under the name of the entry itself: it may be called by an alias, or in other letter case. */
function startOf(via: Via | undefined, { auth }: Session): Start | undefined {
  if (via === undefined) return undefined
  const [role, called] =
    'provider' in via ? (['provider', via.provider] as const) : (['identity', via.identity] as const)
  const found = quietly(() =>
    role === 'provider' ? findProvider(auth, called).name : findIdentity(auth, called).name,
  )
  return { role, name: found ?? called, exists: found !== undefined }
}

/** By the files that `AWS_PROFILE` leads to. An entry with mistakes has no standing. */
function standingOf({ name }: IdentityEntry, session: Session, now: number): Standing | undefined {
  const place = quietly(() => placeOf(planIdentity(session.auth, session.catalog, name), session))
  const held = place && readAwsFiles(place, session.effects)
  if (held === undefined) return undefined
  const { expiresAt } = held
  if (expiresAt === undefined) return { status: 'valid' }
  const left = expiresAt - now
  const status = left <= 0 ? 'expired' : isEndingSoon(left) ? 'expiring' : 'valid'
  return { status, left: formatDuration(left) }
}

function quietly<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined
    throw thrown
  }
}
