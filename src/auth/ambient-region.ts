import type { Needs } from '../effects/effects.ts'

/** The Region that the surroundings name, by the AWS tools' variables; an empty one names none. */
export function ambientRegion({ env }: Needs<'env'>): string | undefined {
  return env.get('AWS_REGION') || env.get('AWS_DEFAULT_REGION') || undefined
}
