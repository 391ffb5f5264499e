import type { AwsCredentials, SsoCredentials } from '../../auth/credentials.ts'
import { getRoleCredentials, listAccountRoles, type PortalAccess } from '../../clients/aws/sso-portal.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { nearest } from '../../errors/nearest.ts'
import { type AccountReference, findAccount } from './find-account.ts'
import { withPortal } from './with-portal.ts'

export interface PermissionSetRequest {
  /** Name of the identity's entry, for messages. */
  readonly identity: string
  readonly session: SsoCredentials
  readonly account: AccountReference
  /** The permission set. */
  readonly roleName: string
  readonly endpointUrl?: string
}

/**
 * Keys of a permission set. A session that the portal does not accept any more is opened anew, once.
 * @throws Failure `access-denied` with the permission sets there are
 */
export async function assumePermissionSet(
  { session, account, roleName, endpointUrl, identity }: PermissionSetRequest,
  effects: Effects,
): Promise<AwsCredentials> {
  return await withPortal(
    { session, ...(endpointUrl === undefined ? {} : { endpointUrl }) },
    async access => {
      const { id } = await findAccount(account, access, effects)
      try {
        return await getRoleCredentials({ access, accountId: id, roleName }, effects)
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.code !== 'access-denied') throw thrown
        throw await refusedWithChoices(thrown, { access, accountId: id, roleName, identity }, effects)
      }
    },
    effects,
  )
}

interface Refused {
  readonly access: PortalAccess
  readonly accountId: string
  readonly roleName: string
  readonly identity: string
}

/** The portal only says no; which permission sets it would have given is worth one more call. */
async function refusedWithChoices(failure: Failure, refused: Refused, effects: Effects): Promise<Failure> {
  const { access, accountId, roleName, identity } = refused
  const roles = await listAccountRoles({ access, accountId }, effects).catch(() => undefined)
  const next = roles === undefined ? failure.next : hint(roles, { roleName, accountId })
  return new Failure({
    code: 'access-denied',
    what: `Identity ${identity} may not use the permission set ${roleName} in account ${accountId}`,
    why: failure.why ?? failure.what,
    ...(next === undefined ? {} : { next }),
    details: { ...failure.details, account: accountId, role: roleName, ...(roles ? { roles } : {}) },
    cause: failure,
  })
}

function hint(
  roles: readonly string[],
  { roleName, accountId }: { roleName: string; accountId: string },
): string {
  if (roles.length === 0) return `An administrator must assign you a permission set in ${accountId}`
  const close = nearest(roleName, roles)
  const known = `You may use there: ${roles.slice(0, 20).join(', ')}`
  return close === undefined || close === roleName ? known : `Did you mean ${close}? ${known}`
}
