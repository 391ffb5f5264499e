import type { SsoPortal } from '../../auth/credentials.ts'
import { endSession } from '../../clients/aws/sso-portal.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { findSessions, forgetSession } from './token-cache.ts'

/**
 * Signs out of a portal: its sessions are ended at the service and removed from the AWS CLI's cache. A service
 * that cannot be reached does not keep them there.
 * @returns whether there was a session
 */
export async function closeSessions(portal: SsoPortal, effects: Effects): Promise<boolean> {
  const sessions = findSessions(portal, effects)
  for (const cached of sessions) {
    const { endpointUrl, region } = portal
    const { accessToken } = cached.session
    const access = { region, accessToken, ...(endpointUrl === undefined ? {} : { endpointUrl }) }
    try {
      if (cached.session.expiresAt > effects.clock.now()) await endSession(access, effects)
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      effects.terminal.say(`⚠ ${thrown.what}; the session is only removed from this machine\n`)
    }
    forgetSession(cached, effects)
  }
  return sessions.length > 0
}
