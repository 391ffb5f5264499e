import type { SsoCredentials } from '../../auth/credentials.ts'
import type { PortalAccess } from '../../clients/aws/sso-portal.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { openSession } from './session.ts'

export interface PortalSession {
  readonly session: SsoCredentials
  /** Stands in for the portal's own endpoint. */
  readonly endpointUrl?: string
}

/**
 * Does something at a portal. When it does not accept the session any more (revoked there, or signed out
 * elsewhere), the session is forgotten, opened anew, and the work is done once more.
 */
export async function withPortal<T>(
  { session, endpointUrl }: PortalSession,
  work: (access: PortalAccess) => Promise<T>,
  effects: Effects,
): Promise<T> {
  try {
    return await work(accessOf(session, endpointUrl))
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'login-required') throw thrown
    const again = await openSession({ portal: session.portal, rejected: session.accessToken }, effects)
    return await work(accessOf(again, endpointUrl))
  }
}

function accessOf({ accessToken, portal }: SsoCredentials, endpointUrl = portal.endpointUrl): PortalAccess {
  return { region: portal.region, accessToken, ...(endpointUrl === undefined ? {} : { endpointUrl }) }
}
