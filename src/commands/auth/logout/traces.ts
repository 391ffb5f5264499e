import type { AuthConfig } from '../../../auth/auth-config.ts'
import { sameName } from '../../../auth/lookup.ts'
import { isAmbient, type Plan, planIdentity, planProvider } from '../../../auth/plan.ts'
import { recipeOf } from '../../../auth/recipe.ts'
import { Failure } from '../../../errors/failure.ts'
import type { Ledger } from '../../../sinks/ledger.ts'
import type { LedgerEntry } from '../../../sinks/ledger-entry.ts'
import { withKeptKeys } from '../../kept-keys.ts'
import { rootProvider } from '../../plan-facts.ts'
import type { Session } from '../../session.ts'
import type { Target } from './target.ts'

/** What there is to remove for a target. */
export interface Traces {
  /** Of the ledger, the oldest first. */
  readonly entries: readonly LedgerEntry[]
  /** Under which credentials may be stored. */
  readonly recipes: readonly string[]
  /** Names of configured identities that are logged out. */
  readonly identities: readonly string[]
  /** Names of providers that are signed out of. */
  readonly providers: readonly string[]
}

/** Finds them by the ledger and by the configuration. Nobody is asked but the store. */
export async function tracesOf(target: Target, ledger: Ledger, session: Session): Promise<Traces> {
  const identities = identitiesOf(target, session)
  const providers = providersOf(target, session)
  const entries = ledger.entries.filter(belongsTo(target, { identities, providers }, session))
  const written = entries.flatMap(({ recipe }) => (recipe === undefined ? [] : [recipe]))
  const planned = await plannedRecipes({ target, identities, providers }, session)
  const held = target.type === 'all-realms' ? await session.store.recipes() : []
  return { entries, identities, providers, recipes: [...new Set([...written, ...planned, ...held])] }
}

function identitiesOf(target: Target, session: Session): readonly string[] {
  const { auth } = session
  const all = auth.identities.map(({ name }) => name)
  if (target.type === 'identity') return all.filter(name => sameName(name, target.name))
  if (target.type !== 'providers') return all
  return all.filter(name => {
    const root = rootOf(name, session.auth, session)
    return root !== undefined && target.names.some(wanted => sameName(wanted, root))
  })
}

function providersOf(target: Target, { auth }: Session): readonly string[] {
  if (target.type === 'identity') return []
  return target.type === 'providers' ? target.names : auth.providers.map(({ name }) => name)
}

interface Scope {
  readonly identities: readonly string[]
  readonly providers: readonly string[]
}

/** Whether a login that was written down is one of those meant. Realms are kept apart. */
function belongsTo(target: Target, { identities, providers }: Scope, { auth }: Session) {
  return (entry: LedgerEntry): boolean => {
    if (target.type === 'all-realms') return true
    const { identity, provider, realm } = entry
    // Logins with ambient credentials belong to no realm.
    if (identity === undefined) return target.type === 'all'
    if (realm !== auth.realm?.value) return false
    if (target.type === 'identity') return sameName(identity, target.name)
    // A realm of its own is one project; without one, another project's login may bear the same names.
    const isHere = realm !== undefined || identities.some(name => sameName(name, identity))
    if (target.type === 'all') return isHere
    return isHere && provider !== undefined && providers.some(name => sameName(name, provider))
  }
}

/**
 * An identity's own credentials only: those it starts from serve others too. With a provider goes every step
 * of every chain that starts there.
 */
async function plannedRecipes(
  { target, identities, providers }: Scope & { readonly target: Target },
  session: Session,
): Promise<readonly string[]> {
  const auth = await withKnownKeys(identities, session)
  const plans = identities.flatMap(name => planned(() => planIdentity(auth, session.catalog, name)))
  const roots = providers.flatMap(name => planned(() => planProvider(auth, session.catalog, name)))
  return [...plans, ...roots].flatMap(plan => {
    const { length } = plan.steps
    const steps = target.type === 'identity' ? [length] : plan.steps.map((_, index) => index + 1)
    return steps.map(count => recipeOf(plan, count))
  })
}

/** The keys of a keyring are part of a recipe; one that is locked only means that some recipe is not known. */
async function withKnownKeys(identities: readonly string[], session: Session): Promise<AuthConfig> {
  try {
    return await withKeptKeys(session.auth, identities, session.vaults.longLived)
  } catch (thrown) {
    if (thrown instanceof Failure) return session.auth
    throw thrown
  }
}

function rootOf(name: string, auth: AuthConfig, { catalog }: Session): string | undefined {
  const [plan] = planned(() => planIdentity(auth, catalog, name), { pending: true })
  return plan && rootProvider(plan)
}

/** None for entries with mistakes, for those that wait for a program, and for what is never stored. */
function planned(make: () => Plan, accept: { readonly pending?: boolean } = {}): readonly Plan[] {
  try {
    const plan = make()
    if (accept.pending === true) return [plan]
    return isAmbient(plan) || plan.steps.some(step => step.pending.length > 0) ? [] : [plan]
  } catch (thrown) {
    if (thrown instanceof Failure) return []
    throw thrown
  }
}
