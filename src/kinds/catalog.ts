import type { Catalog } from '../auth/kind.ts'
import { identify } from './caller.ts'
import { awsAmbient } from './identities/aws/ambient.ts'
import { awsEcr } from './integrations/aws/ecr.ts'
import { awsEcrPublic } from './integrations/aws/ecr-public.ts'

/** Every kind this program knows. */
export const catalog: Catalog = {
  identify,
  providers: [],
  identities: [awsAmbient],
  integrations: [awsEcr, awsEcrPublic],
}
