import type { AuthConfig } from '../../../auth/auth-config.ts'
import { sameName } from '../../../auth/lookup.ts'
import type { LedgerEntry } from '../../../sinks/ledger-entry.ts'
import type { Target } from './target.ts'

export interface MeantEntries {
  /** What is to be taken back, the oldest first. */
  readonly entries: readonly LedgerEntry[]
  /** Folders of other projects in which the same names were logged in; theirs stays. */
  readonly elsewhere: readonly string[]
}

interface Scope {
  readonly auth: Pick<AuthConfig, 'realm' | 'folder'>
  /** Names of the identities and providers that are logged out. */
  readonly identities: readonly string[]
  readonly providers: readonly string[]
  /** How the credentials of these identities are made now. */
  readonly recipes: ReadonlySet<string>
}

/** Which of the things that were written down a target means. Realms and projects are kept apart. */
export function meantEntries(target: Target, written: readonly LedgerEntry[], scope: Scope): MeantEntries {
  const named = written.filter(entry => isNamed(entry, target, scope))
  const entries = named.filter(entry => target.type === 'all-realms' || isOfThisProject(entry, scope))
  const others = named.filter(entry => !entries.includes(entry))
  return { entries, elsewhere: [...new Set(others.flatMap(({ folder }) => folder ?? []))] }
}

function isNamed({ identity, provider, realm }: LedgerEntry, target: Target, scope: Scope): boolean {
  if (target.type === 'all-realms') return true
  // Logins with ambient credentials belong to no realm.
  if (identity === undefined) return target.type === 'all'
  if (realm !== scope.auth.realm?.value) return false
  if (target.type === 'identity') return sameName(identity, target.name)
  const isKnown = realm !== undefined || scope.identities.some(name => sameName(name, identity))
  if (target.type === 'all') return isKnown
  return isKnown && provider !== undefined && scope.providers.some(name => sameName(name, provider))
}

/**
 * A realm is one project. Without one, another project's login may bear the same names: it was made from another
 * folder, and in another way, for this project may have been moved since.
 */
function isOfThisProject({ realm, folder, recipe = '' }: LedgerEntry, { auth, recipes }: Scope): boolean {
  return realm !== undefined || folder === undefined || folder === auth.folder || recipes.has(recipe)
}
