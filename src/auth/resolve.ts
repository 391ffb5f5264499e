import type { Effects } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import type { Credentials } from './credentials.ts'
import { isUsable, type Life } from './freshness.ts'
import type { Catalog } from './kind.ts'
import { isAmbient, type Plan, type PlanStep } from './plan.ts'
import { recipeOf } from './recipe.ts'
import type { CredentialStore, StoredCredentials } from './store.ts'

export interface ResolveParts {
  readonly catalog: Catalog
  readonly store: CredentialStore
  /** Told of each step that is really taken, not found in the store. */
  readonly onStep?: (step: PlanStep) => void
}

interface Start {
  readonly credentials: Credentials | undefined
  /** Steps already done. */
  readonly done: number
}

/**
 * Walks a plan to its credentials: from the freshest stored step forward. When a service no longer knows
 * what was stored, the stored steps are forgotten and the plan is walked from its beginning, once.
 */
export async function resolve(plan: Plan, parts: ResolveParts, effects: Effects): Promise<Credentials> {
  const start = await freshestStored(plan, parts, effects)
  try {
    return await walk(plan, start, parts, effects)
  } catch (thrown) {
    if (start.done === 0 || !areUseless(thrown)) throw thrown
    for (let steps = 1; steps <= start.done; steps++) await parts.store.remove(recipeOf(plan, steps))
    return await walk(plan, { credentials: undefined, done: 0 }, parts, effects)
  }
}

async function freshestStored(plan: Plan, { store }: ResolveParts, effects: Effects): Promise<Start> {
  const nothing: Start = { credentials: undefined, done: 0 }
  if (isAmbient(plan) || plan.steps.some(asksAnew)) return nothing
  // All at once: a keychain is asked only once for what is wanted at one moment.
  const stored = await Promise.all(plan.steps.map((_, index) => store.load(recipeOf(plan, index + 1))))
  const now = effects.clock.now()
  const done = stored.findLastIndex(found => found !== undefined && isUsable(lifeOf(found), now)) + 1
  return { credentials: stored[done - 1]?.credentials, done }
}

/** A new sign-in, or a response that is handed over, is not passed over for what there is. */
function asksAnew({ once }: PlanStep): boolean {
  return once?.webflow === true || once?.saml_response_file !== undefined
}

function lifeOf({ savedAt, credentials }: StoredCredentials): Life {
  return { from: savedAt, until: credentials.expiresAt }
}

async function walk(plan: Plan, start: Start, parts: ResolveParts, effects: Effects): Promise<Credentials> {
  let credentials = start.credentials
  for (let index = start.done; index < plan.steps.length; index++) {
    const step = plan.steps[index] as PlanStep
    parts.onStep?.(step)
    credentials = await take(step, { base: credentials, realm: plan.realm }, parts.catalog, effects)
    if (!isAmbient(plan) && isWorthKeeping(credentials)) {
      await parts.store.save(recipeOf(plan, index + 1), { credentials, savedAt: effects.clock.now() })
    }
  }
  return credentials ?? { type: 'none' }
}

/** Long-lived credentials are what the configuration holds already; sessions have the AWS CLI's cache. */
function isWorthKeeping({ expiresAt, type }: Credentials): boolean {
  return expiresAt !== undefined && type !== 'sso'
}

interface Position {
  readonly base: Credentials | undefined
  readonly realm: string | undefined
}

async function take(
  step: PlanStep,
  { base, realm }: Position,
  catalog: Catalog,
  effects: Effects,
): Promise<Credentials> {
  const { name } = step
  const spec = specOf(step)
  if (step.role === 'provider') {
    const kind = catalog.providers.find(candidate => candidate.kind === step.kind)
    if (kind !== undefined) return await kind.authenticate({ name, spec, base: undefined, realm }, effects)
  } else {
    const kind = catalog.identities.find(candidate => candidate.kind === step.kind)
    if (kind !== undefined) return await kind.authenticate({ name, spec, base, realm }, effects)
  }
  throw new Failure({ code: 'unknown-kind', what: `There is no ${step.role} kind called ${step.kind}` })
}

/** The entry's fields as the kind gets them: with what the command line adds under `spec`. */
function specOf({ spec, once }: PlanStep): unknown {
  if (once === undefined) return spec
  const fields = (spec ?? {}) as { readonly spec?: object }
  return { ...fields, spec: { ...fields.spec, ...once } }
}

/** Whether the credentials are what was refused, and not the request. Clients say so with a fact. */
export function isDead(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.details.credentials === 'dead'
}

/** Whether what is stored is worth less than a new sign-in. */
function areUseless(thrown: unknown): boolean {
  return isDead(thrown) || (thrown instanceof Failure && thrown.code === 'login-required')
}
