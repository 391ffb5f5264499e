import type { Plan } from '../../auth/plan.ts'
import { recipeOf } from '../../auth/recipe.ts'
import { isDead } from '../../auth/resolve.ts'
import type { CredentialStore } from '../../auth/store.ts'
import type { RegistryReport } from '../registry-login/deliver.ts'
import { type Session, settledPlan } from '../session.ts'

/** Credentials that may come from the store. */
interface Stored {
  /** How they are made; asked for only when they turn out to be dead. */
  readonly plan: () => Promise<Plan>
  readonly store: CredentialStore
}

/** The credentials of an identity. */
export function storedOf(identity: string, session: Session): Stored {
  return { plan: () => settledPlan(session, identity), store: session.store }
}

/**
 * Gets credentials and does something with them: once more, from the beginning of the plan, where a service does
 * not know any more what was stored. Credentials that were just made are not made again: they would be refused
 * again, and a person may have signed in for them.
 * @param act gets the store to take credentials from
 * @param reportsOf where refusals stand that are not thrown
 */
export async function onceMore<T>(
  { plan, store }: Stored,
  act: (store: CredentialStore) => Promise<T>,
  reportsOf: (value: T) => readonly RegistryReport[] = () => [],
): Promise<T> {
  let isNew = false
  const watched: CredentialStore = {
    ...store,
    save: async (recipe, stored) => {
      isNew = true
      await store.save(recipe, stored)
    },
  }
  const first = await act(watched).then(
    value => ({ value, dead: reportsOf(value).some(({ outcome }) => isDead(outcome)) }),
    (thrown: unknown) => ({ thrown, dead: isDead(thrown) }),
  )
  if (first.dead && !isNew && (await forgetStored(await plan(), store))) return await act(store)
  if ('thrown' in first) throw first.thrown
  return first.value
}

/** @returns whether there was anything */
async function forgetStored(plan: Plan, store: CredentialStore): Promise<boolean> {
  const removed: boolean[] = []
  for (let steps = 1; steps <= plan.steps.length; steps++) {
    removed.push(await store.remove(recipeOf(plan, steps)))
  }
  return removed.includes(true)
}
