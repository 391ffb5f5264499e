import type { Catalog } from '../auth/kind.ts'
import { awsAmbient } from './identities/aws/ambient.ts'
import { awsEcr } from './integrations/aws/ecr.ts'
import { awsEcrPublic } from './integrations/aws/ecr-public.ts'

/**
 * The kinds that work without a configuration. They are a catalog of their own because making the schemas of
 * all the others costs a login a third of a start of Node.
 */
export const ambientCatalog: Catalog = {
  identify: async (credentials, effects) => (await import('./caller.ts')).identify(credentials, effects),
  consoleAddress: async (visit, effects) => (await import('./console.ts')).consoleAddress(visit, effects),
  providers: [],
  identities: [awsAmbient],
  integrations: [awsEcr, awsEcrPublic],
}
