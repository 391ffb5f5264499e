import { createHash } from 'node:crypto'
import type { Plan } from './plan.ts'
import { Secret } from './secret.ts'

/**
 * The key under which the credentials of a plan's first `steps` steps are stored: a fingerprint of how they
 * are made (realm, kinds, fields), not of what they are called. Change a role, and the old entry is not found.
 */
export function recipeOf(plan: Plan, steps = plan.steps.length): string {
  const made = plan.steps.slice(0, steps).map(step => [step.kind, canonical(step.spec)])
  return createHash('sha256')
    .update(JSON.stringify([plan.realm ?? null, made]))
    .digest('hex')
    .slice(0, 40)
}

/** The same value for the same fields, whatever their order; secrets enter only through the fingerprint. */
function canonical(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.expose() }
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, field]) => [key, canonical(field)]),
  )
}
