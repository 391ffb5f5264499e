import { createHash } from 'node:crypto'
import type { Received } from '../received.ts'
import { newToken, timeOf, type World } from '../world.ts'
import { needClient, needField, type OidcInput, readInput } from './fields.ts'
import { oidcRefusal } from './refusals.ts'
import { grantTypes } from './register-client.ts'
import type { DeviceCode, PortalSession, RegisteredClient } from './state.ts'

interface TokenCall {
  readonly input: OidcInput
  readonly client: RegisteredClient
  readonly world: World
}

/** How each grant leads to a session. */
const sessions: Readonly<Record<string, (call: TokenCall) => PortalSession>> = {
  [grantTypes.device]: fromDeviceCode,
  [grantTypes.code]: fromCode,
  [grantTypes.refresh]: fromRefreshToken,
}

/** Clients of before the refresh tokens register without scopes, and get none. */
const portalScope = 'sso:account:access'

/** `CreateToken`. @throws Refusal by each of OAuth's names */
export function createToken(received: Received, world: World): object {
  const input = readInput(received)
  const grant = needField(input, 'grantType')
  const open = sessions[grant]
  if (open === undefined) throw oidcRefusal('unsupported_grant_type', `No such grant type: ${grant}`)
  const client = needClient(input, world)
  if (!client.grantTypes.includes(grant)) {
    throw oidcRefusal('unauthorized_client', `The client was not registered for ${grant}`)
  }
  const call = { input, client, world }
  return issue(call, open(call))
}

function fromDeviceCode({ input, client, world }: TokenCall): PortalSession {
  const device = world.sso.devices.get(needField(input, 'deviceCode'))
  if (device === undefined || device.clientId !== client.id) {
    throw oidcRefusal('invalid_grant', 'Invalid device code')
  }
  if (device.expiresAt <= timeOf(world)) throw oidcRefusal('expired_token', 'The device code has expired')
  checkPace(device, world)
  const { decision } = device
  if (decision === undefined) throw oidcRefusal('authorization_pending', 'The request waits for the person')
  world.sso.devices.delete(device.deviceCode)
  if (decision === 'denied') throw oidcRefusal('access_denied', 'The person denied the request')
  return newSession(decision.allowedBy, { client, world })
}

/** Timers fire a little early. */
const grace = 100

/**
 * Whoever asks too early is told so, and must wait longer from then on (RFC 8628, 3.5). Once it is forgiven: the AWS
 * CLI asks before it shows the code, and again right after.
 */
function checkPace(device: DeviceCode, world: World): void {
  const now = timeOf(world)
  const tooEarly = device.askedAt !== undefined && now - device.askedAt < device.interval - grace
  device.askedAt = now
  if (tooEarly) device.early += 1
  if (!tooEarly || device.early === 1) return
  device.interval += 5000
  throw oidcRefusal('slow_down', 'The client asks too often')
}

function fromCode({ input, client, world }: TokenCall): PortalSession {
  const given = needField(input, 'code')
  const code = world.sso.codes.get(given)
  world.sso.codes.delete(given)
  if (code === undefined || code.clientId !== client.id || code.expiresAt <= timeOf(world)) {
    throw oidcRefusal('invalid_grant', 'Invalid authorization code')
  }
  if (code.redirectUri !== needField(input, 'redirectUri')) {
    throw oidcRefusal('invalid_grant', 'The redirect URI is not the one of the authorization')
  }
  const verifier = needField(input, 'codeVerifier')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  if (verifier.length < 43 || challenge !== code.challenge) {
    throw oidcRefusal('invalid_grant', 'The code verifier does not match the challenge')
  }
  return newSession(code.user, { client, world })
}

function fromRefreshToken({ input, client, world }: TokenCall): PortalSession {
  const given = needField(input, 'refreshToken')
  const session = world.sso.refreshTokens.get(given)
  if (session === undefined || session.clientId !== client.id || session.endsAt <= timeOf(world)) {
    throw oidcRefusal('invalid_grant', 'Invalid refresh token provided')
  }
  world.sso.refreshTokens.delete(given)
  return session
}

function newSession(user: string, { client, world }: Pick<TokenCall, 'client' | 'world'>): PortalSession {
  const endsAt = timeOf(world) + world.settings.identityCenter.sessionSeconds * 1000
  return { user, clientId: client.id, endsAt }
}

function issue({ client, world }: TokenCall, session: PortalSession): object {
  const { accessTokenSeconds } = world.settings.identityCenter
  const now = timeOf(world)
  const left = Math.floor((session.endsAt - now) / 1000)
  const renewable = client.scopes.includes(portalScope) && client.grantTypes.includes(grantTypes.refresh)
  const expiresIn = renewable ? Math.min(accessTokenSeconds, left) : left
  const accessToken = `aoa${newToken(world, 150)}`
  world.sso.accessTokens.set(accessToken, { session, expiresAt: now + expiresIn * 1000 })
  const answer = { accessToken, tokenType: 'Bearer', expiresIn }
  if (!renewable) return answer
  const refreshToken = `aor${newToken(world, 150)}`
  world.sso.refreshTokens.set(refreshToken, session)
  return { ...answer, refreshToken }
}
