import type { QueryOperation } from '../protocol/aws-query.ts'
import { Refusal } from '../refusal.ts'
import { provesMfa } from './mfa.ts'
import { invalid, membersOf, optionalText } from './parameters.ts'
import { checkSessionLength, readRoleRequest, sourceIdentity } from './role-request.ts'
import { assumedRoleUser, openSession, rolePrincipal } from './session.ts'
import { checkTrust } from './trust.ts'

/** From one principal to the role that trusts it. */
export const assumeRole: QueryOperation = {
  signed: true,
  run({ form, key, world }) {
    const request = readRoleRequest(form, world)
    const externalId = optionalText(form, 'ExternalId', { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ })
    const tags = membersOf(form, 'Tags')
    if (tags > 50)
      throw invalid(
        "Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
      )
    if (key.principal.arn.endsWith(':root')) {
      throw new Refusal('denied', 'Roles may not be assumed by root accounts.')
    }
    const mfaPresent = provesMfa(form, key) || key.mfaPresent === true
    checkTrust(request.role, request.roleArn, { key, externalId, mfaPresent, tagged: tags > 0 })
    const chained = key.principal.roleArn !== undefined
    checkSessionLength(request, { chained })
    const principal = rolePrincipal(request.role ?? { arn: request.roleArn, trust: {} }, request.sessionName)
    return {
      Credentials: openSession({ origin: 'role', principal, chained, seconds: request.seconds }, world),
      AssumedRoleUser: assumedRoleUser(principal),
      SourceIdentity: sourceIdentity(form),
    }
  },
}
