import type { Catalog } from '../auth/kind.ts'
import { identify } from './caller.ts'
import { awsAmbient } from './identities/aws/ambient.ts'
import { awsPermissionSet } from './identities/aws/permission-set.ts'
import { awsEcr } from './integrations/aws/ecr.ts'
import { awsEcrPublic } from './integrations/aws/ecr-public.ts'
import { awsIamIdentityCenter } from './providers/aws/iam-identity-center.ts'
import { awsSaml } from './providers/aws/saml.ts'

/** Every kind this program knows. */
export const catalog: Catalog = {
  identify,
  consoleAddress: async (visit, effects) => (await import('./console.ts')).consoleAddress(visit, effects),
  providers: [awsIamIdentityCenter, awsSaml],
  identities: [awsAmbient, awsPermissionSet],
  integrations: [awsEcr, awsEcrPublic],
}
