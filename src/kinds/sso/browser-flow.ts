import type { SsoPortal } from '../../auth/credentials.ts'
import { withOwnTime } from '../../auth/person-time.ts'
import { authorizeUrl, createToken, type SsoToken } from '../../clients/aws/sso-oidc.ts'
import { isRefusal, type OidcRefusal } from '../../clients/aws/sso-oidc-refusal.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { signInByCallback } from '../sign-in/callback.ts'
import { invite } from '../sign-in/invite.ts'
import { callMs, personMs } from '../sign-in/limits.ts'
import { makePkce } from '../sign-in/pkce.ts'
import { type Client, redirectPath } from './client.ts'
import { refusedByService } from './refused-by-service.ts'

export interface BrowserSignIn {
  readonly portal: SsoPortal
  readonly client: Client
  /** One line: where they sign in, and how that was chosen. */
  readonly headline: string
}

/**
 * Signs in with an authorization code and PKCE: the browser comes back to a loopback port of this machine.
 * @throws Failure `sign-in-denied`, `login-required` when nobody came back in time, or the service's no
 */
export async function signInByBrowser(
  { portal, client, headline }: BrowserSignIn,
  effects: Effects,
): Promise<SsoToken> {
  const { verifier, challenge, state } = makePkce(effects)
  return await signInByCallback(
    {
      subject: portal.startUrl,
      path: redirectPath,
      state,
      limitMs: personMs,
      begin: async redirectUri => {
        const query = {
          response_type: 'code',
          client_id: client.clientId,
          redirect_uri: redirectUri,
          state,
          code_challenge_method: 'S256',
          scopes: client.scopes.join(' '),
          code_challenge: challenge,
        }
        await invite({ headline, url: authorizeUrl({ place: portal, query }, effects) }, effects)
      },
      redeem: async (code, redirectUri) => {
        const grant = { grantType: 'authorization_code', code, codeVerifier: verifier, redirectUri } as const
        const answer = await createToken(
          { place: portal, registration: client, grant },
          withOwnTime(effects, callMs),
        )
        if (isRefusal(answer)) throw notRedeemed(portal, { client, refusal: answer })
        return answer
      },
    },
    effects,
  )
}

function notRedeemed(
  portal: SsoPortal,
  { client, refusal }: { client: Client; refusal: OidcRefusal },
): Failure {
  if (refusal.refused === 'invalid_client' || refusal.refused === 'unauthorized_client') client.forget()
  if (!['invalid_grant', 'expired_token', 'invalid_client'].includes(refusal.refused))
    return refusedByService(portal, refusal)
  return new Failure({
    code: 'sign-in-denied',
    what: `The sign-in to ${portal.startUrl} could not be completed`,
    why: refusal.words,
    next: 'Run the same command again, and finish in the browser within a few minutes',
    details: { serviceCode: refusal.refused },
  })
}
