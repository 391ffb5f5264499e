import type { Credentials } from '../../auth/credentials.ts'
import type { Catalog } from '../../auth/kind.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'

const kindName = 'aws/ambient'

/**
 * Whoever the surroundings say we are. One step, never stored: there is nothing to plan, and a login that
 * needs no configuration should not load what makes plans.
 */
export async function ambientCredentials(catalog: Catalog, effects: Effects): Promise<Credentials> {
  const kind = catalog.identities.find(candidate => candidate.kind === kindName)
  if (kind === undefined)
    throw new Failure({ code: 'unknown-kind', what: `There is no identity kind ${kindName}` })
  return await kind.authenticate({ name: 'ambient AWS credentials', spec: {}, base: undefined }, effects)
}
