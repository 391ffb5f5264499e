import type { Credentials } from '../../../auth/credentials.ts'
import type { Catalog } from '../../../auth/kind.ts'
import type { Plan } from '../../../auth/plan.ts'
import { resolve } from '../../../auth/resolve.ts'
import type { Effects } from '../../../effects/effects.ts'
import { noStore } from '../../../stores/none.ts'

const name = 'ambient AWS credentials'

/** The plan of whoever the surroundings say we are. */
export const ambientPlan: Plan = {
  target: name,
  realm: undefined,
  steps: [
    {
      role: 'identity',
      name,
      kind: 'aws/ambient',
      yields: 'aws',
      ambient: true,
      spec: {},
      origins: new Map(),
      pending: [],
    },
  ],
}

export async function ambientCredentials(catalog: Catalog, effects: Effects): Promise<Credentials> {
  return await resolve(ambientPlan, { catalog, store: noStore }, effects)
}
