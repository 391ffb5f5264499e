import { timeOf, type World } from '../world.ts'
import { waitingDevice } from './device-page.ts'
import type { Decision, DeviceCode } from './state.ts'

/** What people and administrators do to IAM Identity Center, done by a test without a browser. */
export interface People {
  /** Codes that wait for somebody, oldest first. */
  waitingCodes(): readonly string[]
  /** Confirms a code. @param user the first one there is, unless given @throws an `Error` when nobody waits with it */
  approve(userCode: string, user?: string): void
  deny(userCode: string): void
  expireCode(userCode: string): void
  /** Ends every session: the portal refuses its access tokens, and its refresh tokens are good for nothing. */
  revokeSessions(): void
  /** Sessions last as long as their access tokens do, and cannot be refreshed. */
  revokeRefreshTokens(): void
  /** Access tokens are over before their time; refresh tokens still work. */
  expireAccessTokens(): void
  /** No registered client is known any more. */
  forgetClients(): void
}

/** The people of a world's IAM Identity Center. */
export function createPeople(world: World): People {
  const { sso, settings } = world
  const decide = (userCode: string, decision: Decision) => {
    needDevice(userCode, world).decision = decision
  }
  return {
    waitingCodes() {
      const now = timeOf(world)
      const waiting = [...sso.devices.values()].filter(
        ({ decision, expiresAt }) => decision === undefined && expiresAt > now,
      )
      return waiting.map(({ userCode }) => userCode)
    },
    approve: (userCode, user = settings.identityCenter.users[0] ?? '') =>
      decide(userCode, { allowedBy: user }),
    deny: userCode => decide(userCode, 'denied'),
    expireCode(userCode) {
      needDevice(userCode, world).expiresAt = timeOf(world)
    },
    revokeSessions() {
      sso.accessTokens.clear()
      sso.refreshTokens.clear()
    },
    revokeRefreshTokens: () => sso.refreshTokens.clear(),
    expireAccessTokens: () => sso.accessTokens.clear(),
    forgetClients: () => sso.clients.clear(),
  }
}

function needDevice(userCode: string, world: World): DeviceCode {
  const device = waitingDevice(userCode, world)
  if (device === undefined) throw new Error(`nobody waits with the code ${userCode}`)
  return device
}
