import type { SsoPortal } from '../../auth/credentials.ts'
import { createToken, type SsoToken } from '../../clients/aws/sso-oidc.ts'
import { isRefusal } from '../../clients/aws/sso-oidc-refusal.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import type { SsoClient, SsoSession } from './token-file.ts'

/** Whether a session can be prolonged without anybody. */
export function canRefresh(session: SsoSession, now: number): boolean {
  return session.refreshToken !== undefined && session.client !== undefined && session.client.expiresAt > now
}

/** Refusals that mean: this session, or the client it was issued to, has ended. */
const endings = new Set([
  'invalid_grant',
  'expired_token',
  'access_denied',
  'invalid_client',
  'unauthorized_client',
])

/**
 * Prolongs a session with its refresh token.
 * @returns the session with its new tokens; `undefined` when the service has ended it
 * @throws Failure when the service cannot be reached, or says something else
 */
export async function refresh(
  { portal, session }: { readonly portal: SsoPortal; readonly session: SsoSession },
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<SsoSession | undefined> {
  const { client, refreshToken } = session
  if (client === undefined || refreshToken === undefined) return undefined
  const grant = { grantType: 'refresh_token', refreshToken } as const
  const answer = await createToken({ place: portal, registration: client, grant }, effects)
  if (!isRefusal(answer)) return sessionOf({ portal, client, token: answer, before: session }, effects)
  if (endings.has(answer.refused)) return undefined
  throw new Failure({
    code: 'request-refused',
    what: `IAM Identity Center refused to prolong the session of ${portal.startUrl}`,
    why: answer.words,
    next: 'Sign in again: atmos auth login',
    details: { serviceCode: answer.refused },
  })
}

interface Issued {
  readonly portal: SsoPortal
  readonly client: SsoClient
  readonly token: SsoToken
  /** The session that was prolonged; its refresh token stays good unless a new one came. */
  readonly before?: SsoSession
}

/** Tokens just issued, as a session. */
export function sessionOf({ portal, client, token, before }: Issued, { clock }: Needs<'clock'>): SsoSession {
  return {
    startUrl: before?.startUrl ?? portal.startUrl,
    region: portal.region,
    accessToken: token.accessToken,
    expiresAt: clock.now() + token.expiresInMs,
    refreshToken: token.refreshToken ?? before?.refreshToken,
    client: { clientId: client.clientId, clientSecret: client.clientSecret, expiresAt: client.expiresAt },
  }
}
