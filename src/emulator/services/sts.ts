import { queryService } from '../protocol/aws-query.ts'
import { serviceHosts } from '../region.ts'
import { assumeRole } from '../sts/assume-role.ts'
import { assumeRoleWithSaml } from '../sts/assume-role-with-saml.ts'
import { assumeRoleWithWebIdentity } from '../sts/assume-role-with-web-identity.ts'
import { assumeRoot } from '../sts/assume-root.ts'
import { getCallerIdentity } from '../sts/get-caller-identity.ts'
import { getFederationToken } from '../sts/get-federation-token.ts'
import { getSessionToken } from '../sts/get-session-token.ts'

const regional = serviceHosts(['sts', 'sts-fips'])

/** The Security Token Service, by its regional names and the global one (which is us-east-1's). */
export const sts = queryService({
  name: 'sts',
  hosts: new RegExp(`${regional.source}|^sts\\.amazonaws\\.com$`),
  version: '2011-06-15',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: {
    GetCallerIdentity: getCallerIdentity,
    AssumeRole: assumeRole,
    AssumeRoleWithSAML: assumeRoleWithSaml,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    AssumeRoot: assumeRoot,
    GetFederationToken: getFederationToken,
    GetSessionToken: getSessionToken,
  },
})
