import { type AccessKey, issueKey, type Principal, principalOf } from '../keys.ts'
import type { RoleOptions } from '../options.ts'
import type { XmlFields } from '../protocol/xml.ts'
import { timeOf, type World } from '../world.ts'

export type NewSession = Pick<AccessKey, 'origin' | 'principal' | 'mfaPresent' | 'chained'> & {
  readonly seconds: number
}

/** Issues temporary keys. @returns the `Credentials` of STS's answers */
export function openSession({ seconds, ...facts }: NewSession, world: World): XmlFields {
  // STS counts in whole seconds.
  const expiresAt = (Math.floor(timeOf(world) / 1000) + seconds) * 1000
  const key = issueKey({ ...facts, expiresAt }, world)
  return {
    AccessKeyId: key.id,
    SecretAccessKey: key.secret,
    SessionToken: key.sessionToken,
    Expiration: new Date(expiresAt).toISOString().replace('.000', ''),
  }
}

/** Who a role's session is: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
export function rolePrincipal(role: RoleOptions, sessionName: string): Principal {
  const [, partition, , , account, path = ''] = role.arn.split(':')
  const roleName = path.split('/').at(-1)
  return principalOf(`arn:${partition}:sts::${account}:assumed-role/${roleName}/${sessionName}`, {
    roleArn: role.arn,
    allow: role.allow ?? ['*'],
    deny: role.deny ?? [],
  })
}

/** `AssumedRoleUser` of STS's answers. */
export function assumedRoleUser({ userId, arn }: Principal): XmlFields {
  return { AssumedRoleId: userId, Arn: arn }
}
