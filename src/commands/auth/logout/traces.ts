import type { AuthConfig } from '../../../auth/auth-config.ts'
import { sameName } from '../../../auth/lookup.ts'
import { isAmbient, type Plan, planIdentity, planProvider } from '../../../auth/plan.ts'
import { recipeOf } from '../../../auth/recipe.ts'
import { Failure } from '../../../errors/failure.ts'
import type { Ledger } from '../../../sinks/ledger.ts'
import { withKeptKeys } from '../../identity/kept-keys.ts'
import { rootProvider } from '../../identity/plan-facts.ts'
import type { Session } from '../../session.ts'
import { type MeantEntries, meantEntries } from './meant-entries.ts'
import type { Target } from './target.ts'

/** What there is to remove for a target. */
export interface Traces extends MeantEntries {
  /** Under which credentials may be stored. */
  readonly recipes: readonly string[]
  /** Names of configured identities that are logged out. */
  readonly identities: readonly string[]
  /** Names of providers that are signed out of. */
  readonly providers: readonly string[]
}

/** Finds them by the ledger and by the configuration. Nobody is asked but the stores. */
export async function tracesOf(target: Target, ledger: Ledger, session: Session): Promise<Traces> {
  const { catalog, store } = session
  const identities = identitiesOf(target, session)
  const providers = providersOf(target, session)
  const auth = await withKnownKeys(identities, session)
  const plans = identities.flatMap(name => planned(() => planIdentity(auth, catalog, name)))
  const roots = providers.flatMap(name => planned(() => planProvider(auth, catalog, name)))
  const recipes = new Set(plans.map(plan => recipeOf(plan)))
  const meant = meantEntries(target, ledger.entries, { auth, identities, providers, recipes })
  const written = meant.entries.flatMap(({ recipe }) => recipe ?? [])
  const held = target.type === 'all-realms' ? await store.recipes() : []
  const stored = [...plans, ...roots].filter(isStored).flatMap(plan => recipesOf(plan, target))
  return { ...meant, identities, providers, recipes: [...new Set([...written, ...stored, ...held])] }
}

function identitiesOf(target: Target, session: Session): readonly string[] {
  const { auth } = session
  const all = auth.identities.map(({ name }) => name)
  if (target.type === 'identity') return all.filter(name => sameName(name, target.name))
  if (target.type !== 'providers') return all
  return all.filter(name => {
    const root = rootOf(name, session)
    return root !== undefined && target.names.some(wanted => sameName(wanted, root))
  })
}

function providersOf(target: Target, { auth }: Session): readonly string[] {
  if (target.type === 'identity') return []
  return target.type === 'providers' ? target.names : auth.providers.map(({ name }) => name)
}

/**
 * An identity's own credentials only: those it starts from serve others too. With a provider goes every step
 * of every chain that starts there.
 */
function recipesOf(plan: Plan, target: Target): readonly string[] {
  if (target.type === 'identity') return [recipeOf(plan)]
  return plan.steps.map((_, index) => recipeOf(plan, index + 1))
}

/** Not what starts from the surroundings, nor what waits for a program, whose word is part of the recipe. */
function isStored(plan: Plan): boolean {
  return !isAmbient(plan) && plan.steps.every(step => step.pending.length === 0)
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

function rootOf(name: string, { auth, catalog }: Session): string | undefined {
  const [plan] = planned(() => planIdentity(auth, catalog, name))
  return plan && rootProvider(plan)
}

/** None for entries with mistakes. */
function planned(make: () => Plan): readonly Plan[] {
  try {
    return [make()]
  } catch (thrown) {
    if (thrown instanceof Failure) return []
    throw thrown
  }
}
