import type { Catalog } from '../auth/kind.ts'
import { identify } from './caller.ts'
import { ambient } from './identities/ambient.ts'
import { awsAmbient } from './identities/aws/ambient.ts'
import { awsAssumeRole } from './identities/aws/assume-role.ts'
import { awsAssumeRoot } from './identities/aws/assume-root.ts'
import { awsPermissionSet } from './identities/aws/permission-set.ts'
import { awsUser } from './identities/aws/user.ts'
import { mock, mockAws } from './identities/mock/aws.ts'
import { awsEcr } from './integrations/aws/ecr.ts'
import { awsEcrPublic } from './integrations/aws/ecr-public.ts'
import { awsIamIdentityCenter } from './providers/aws/iam-identity-center.ts'
import { awsSaml } from './providers/aws/saml.ts'
import { githubOidc } from './providers/github/oidc.ts'
import { mockAwsProvider, mockProvider } from './providers/mock/aws.ts'

/** Every kind this program knows. */
export const catalog: Catalog = {
  identify,
  consoleAddress: async (visit, effects) => (await import('./console.ts')).consoleAddress(visit, effects),
  providers: [awsIamIdentityCenter, awsSaml, githubOidc, mockAwsProvider, mockProvider],
  identities: [awsPermissionSet, awsAssumeRole, awsAssumeRoot, awsUser, awsAmbient, ambient, mockAws, mock],
  integrations: [awsEcr, awsEcrPublic],
}
