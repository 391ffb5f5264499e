import type { AccessKey, Principal } from '../keys.ts'
import type { RoleOptions, TrustOptions } from '../options.ts'
import { covers, demand, notAuthorized } from '../policy.ts'
import { Refusal } from '../refusal.ts'

export interface Approach {
  readonly key: AccessKey
  readonly externalId: string | undefined
  readonly mfaPresent: boolean
  readonly tagged: boolean
}

/**
 * Lets a caller into a role, or not: the role's trust policy must know the caller, and the caller's own
 * policies must allow it too, unless the trust policy of the same account names the caller itself.
 * @throws Refusal `denied`, which never says whether the role exists
 */
export function checkTrust(role: RoleOptions | undefined, roleArn: string, approach: Approach): void {
  const { principal } = approach.key
  const action = 'sts:AssumeRole'
  const refused = (what: string) =>
    new Refusal('denied', notAuthorized(principal, { action: what, resource: roleArn }))
  const named = role !== undefined && names(role.trust, principal)
  if (role === undefined || !(named || trustsAccount(role.trust, principal))) throw refused(action)
  if (!meetsConditions(role.trust, approach)) throw refused(action)
  const sameAccount = role.arn.split(':')[4] === principal.account
  if (!(named && sameAccount) || covers(principal.deny, action)) {
    demand(principal, { action, resource: roleArn })
  }
  if (approach.tagged && role.trust.tagging === false) throw refused('sts:TagSession')
}

function names({ principals = [] }: TrustOptions, { arn, roleArn }: Principal): boolean {
  return principals.some(trusted => trusted === arn || trusted === roleArn || trusted === '*')
}

function trustsAccount({ principals = [] }: TrustOptions, { account, partition }: Principal): boolean {
  return principals.some(
    trusted => trusted === account || trusted === `arn:${partition}:iam::${account}:root`,
  )
}

function meetsConditions({ externalId, requireMfa }: TrustOptions, approach: Approach): boolean {
  return (
    (externalId === undefined || externalId === approach.externalId) &&
    (requireMfa !== true || approach.mfaPresent)
  )
}
