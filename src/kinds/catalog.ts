import type { Catalog } from '../auth/kind.ts'
import { ambientCatalog } from './ambient-catalog.ts'
import { ambient } from './identities/ambient.ts'
import { awsAssumeRole } from './identities/aws/assume-role.ts'
import { awsAssumeRoot } from './identities/aws/assume-root.ts'
import { awsPermissionSet } from './identities/aws/permission-set.ts'
import { awsUser } from './identities/aws/user.ts'
import { mock, mockAws } from './identities/mock/aws.ts'
import { awsIamIdentityCenter } from './providers/aws/iam-identity-center.ts'
import { awsSaml } from './providers/aws/saml.ts'
import { githubOidc } from './providers/github/oidc.ts'
import { mockAwsProvider, mockProvider } from './providers/mock/aws.ts'

/** Every kind this program knows. */
export const catalog: Catalog = {
  ...ambientCatalog,
  providers: [awsIamIdentityCenter, awsSaml, githubOidc, mockAwsProvider, mockProvider],
  identities: [
    awsPermissionSet,
    awsAssumeRole,
    awsAssumeRoot,
    awsUser,
    ...ambientCatalog.identities,
    ambient,
    mockAws,
    mock,
  ],
}
