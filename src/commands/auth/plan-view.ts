import type { IntegrationEntry, Origin } from '../../auth/auth-config.ts'
import { isUsable } from '../../auth/freshness.ts'
import { hostsServed, integrationKind } from '../../auth/integration-kind.ts'
import type { Catalog } from '../../auth/kind.ts'
import { linkedIntegrations } from '../../auth/linked-integrations.ts'
import { isAmbient, type Plan, type PlanStep, planIdentity } from '../../auth/plan.ts'
import { recipeOf } from '../../auth/recipe.ts'
import { rootProvider } from '../identity/plan-facts.ts'
import type { Session } from '../session.ts'
import { hideVariables } from './hide-variables.ts'

/** One value of an entry, as written. */
interface ShownValue {
  /** Dotted, inside the entry: `principal.assume_role`. */
  readonly path: string
  readonly value: unknown
  readonly origin?: Origin
}

export interface ShownStep {
  readonly role: PlanStep['role']
  readonly name: string
  readonly kind: string
  readonly yields: string
  readonly ambient: boolean
  readonly origin?: Origin
  readonly values: readonly ShownValue[]
  /** Paths whose value a program (`!exec`) would have to give first. */
  readonly pending: readonly string[]
}

export interface ShownIntegration {
  readonly name: string
  readonly kind: string
  readonly hosts: readonly string[]
  /** Whether `atmos auth login` runs it by itself. */
  readonly runs: boolean
  readonly origin?: Origin
}

/** What would be reused: the last step whose stored credentials are still worth using. */
export type Reuse =
  | { readonly type: 'nothing' }
  | { readonly type: 'ambient' }
  /** A program must run before anything can be looked up. */
  | { readonly type: 'unknown' }
  | { readonly type: 'stored'; readonly step: string; readonly expiresAt?: string }

/** A plan made for showing. It holds no readable secret. */
export interface PlanView {
  readonly identity: string
  readonly realm?: string
  readonly steps: readonly ShownStep[]
  readonly integrations: readonly ShownIntegration[]
  readonly reuse: Reuse
}

/** @throws Failure as `planIdentity` */
export async function viewPlan(session: Session, identity: string): Promise<PlanView> {
  const { auth, catalog } = session
  const plan = planIdentity(auth, catalog, identity)
  const linked = linkedIntegrations(auth, { identity: plan.target, provider: rootProvider(plan) })
  return {
    identity: plan.target,
    ...(plan.realm === undefined ? {} : { realm: plan.realm }),
    steps: plan.steps.map(step => shownStep(step, session)),
    integrations: linked.map(entry => shownIntegration(entry, catalog)),
    reuse: await reuseOf(plan, session),
  }
}

function shownStep(step: PlanStep, { auth }: Session): ShownStep {
  const { role, name, kind, yields, ambient, origins, pending } = step
  const entries = role === 'provider' ? auth.providers : auth.identities
  const written = entries.find(entry => entry.name === name)?.written ?? {}
  const values = valuesIn(hideVariables(written), '', origins).filter(
    ({ path }) => path.toLowerCase() !== 'kind',
  )
  return { role, name, kind, yields, ambient, ...originAt(origins, ''), values, pending }
}

function valuesIn(value: unknown, path: string, origins: ReadonlyMap<string, Origin>): ShownValue[] {
  if (typeof value !== 'object' || value === null) return [{ path, value, ...originAt(origins, path) }]
  return Object.entries(value).flatMap(([key, inner]) =>
    valuesIn(inner, path === '' ? key : `${path}.${key}`, origins),
  )
}

/** Keys are compared without regard to case, so places are filed under lower case. */
function originAt(origins: ReadonlyMap<string, Origin>, path: string): { readonly origin?: Origin } {
  const origin = origins.get(path.toLowerCase())
  return origin === undefined ? {} : { origin }
}

function shownIntegration(entry: IntegrationEntry, catalog: Catalog): ShownIntegration {
  return {
    name: entry.name,
    kind: entry.kind,
    hosts: hostsServed(entry, catalog),
    runs: integrationKind(entry, catalog) !== undefined && entry.autoProvision,
    ...originAt(entry.origins, ''),
  }
}

async function reuseOf(plan: Plan, { store, effects }: Session): Promise<Reuse> {
  if (isAmbient(plan)) return { type: 'ambient' }
  for (let done = plan.steps.length; done > 0; done--) {
    if (plan.steps.slice(0, done).some(step => step.pending.length > 0)) continue
    const stored = await store.load(recipeOf(plan, done))
    if (stored === undefined) continue
    const { expiresAt } = stored.credentials
    if (!isUsable({ from: stored.savedAt, until: expiresAt }, effects.clock.now())) continue
    const step = plan.steps[done - 1]?.name ?? ''
    return {
      type: 'stored',
      step,
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    }
  }
  return { type: plan.steps.some(step => step.pending.length > 0) ? 'unknown' : 'nothing' }
}
