import type { Plan } from '../../auth/plan.ts'

/** Name of the provider that a plan starts from; `undefined` where it starts from an identity. */
export function rootProvider({ steps: [first] }: Plan): string | undefined {
  return first?.role === 'provider' ? first.name : undefined
}

/** Region for the identity's profile: the nearest to the target that names one, else the provider's. */
export function regionOf({ steps }: Plan): string | undefined {
  for (const step of [...steps].reverse()) {
    const { principal, credentials, region } = (step.spec ?? {}) as Partial<
      Record<string, { region?: unknown }>
    >
    const named = principal?.region ?? credentials?.region ?? region
    if (typeof named === 'string') return named
  }
  return undefined
}
