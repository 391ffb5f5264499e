import { isAmbient, type Plan } from '../../auth/plan.ts'
import { recipeOf } from '../../auth/recipe.ts'
import type { DockerEntry } from '../../sinks/ledger-entry.ts'
import { rootProvider } from '../identity/plan-facts.ts'
import { type Session, settledPlan } from '../session.ts'
import { surroundingsMark } from './surroundings.ts'

/** Whose logins they are, for the ledger. */
export type LoginOrigin = Pick<
  DockerEntry,
  'identity' | 'provider' | 'realm' | 'recipe' | 'folder' | 'surroundings'
>

/** Of logins with the credentials of a plan. */
export function originOf(plan: Plan, { auth, effects }: Pick<Session, 'auth' | 'effects'>): LoginOrigin {
  return {
    identity: plan.target,
    provider: rootProvider(plan),
    realm: plan.realm,
    recipe: recipeOf(plan),
    folder: auth.folder,
    ...(isAmbient(plan) ? { surroundings: surroundingsMark(effects) } : {}),
  }
}

/** Of logins as an identity, without becoming it. */
export async function originOfIdentity(identity: string, session: Session): Promise<LoginOrigin> {
  return originOf(await settledPlan(session, identity), session)
}
