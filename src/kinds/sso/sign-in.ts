import type { SsoPortal } from '../../auth/credentials.ts'
import { withOwnTime } from '../../auth/person-time.ts'
import type { SsoToken } from '../../clients/aws/sso-oidc.ts'
import { isRefusal, type OidcRefusal } from '../../clients/aws/sso-oidc-refusal.ts'
import type { Effects } from '../../effects/effects.ts'
import { type ChosenFlow, chooseFlow } from '../sign-in/choose-flow.ts'
import { callMs } from '../sign-in/limits.ts'
import { signInByBrowser } from './browser-flow.ts'
import { type Client, clientFor } from './client.ts'
import { signInByCode } from './device-flow.ts'
import { refusedByService } from './refused-by-service.ts'

export interface SignedIn {
  readonly token: SsoToken
  readonly client: Client
}

/** Lets a person sign in to a portal, by the flow that was asked for or that works here. */
export async function signIn(portal: SsoPortal, effects: Effects): Promise<SignedIn> {
  const chosen = chooseFlow(portal.flow, effects)
  const first = await attempt(portal, chosen, effects)
  if (!isRefusal(first)) return first
  // The service has forgotten a client that the cache still had: once more, as a new one.
  const second = await attempt(portal, chosen, effects)
  if (isRefusal(second)) throw refusedByService(portal, second)
  return second
}

async function attempt(
  portal: SsoPortal,
  chosen: ChosenFlow,
  effects: Effects,
): Promise<SignedIn | OidcRefusal> {
  const { flow } = chosen
  const client = await clientFor({ portal, flow }, withOwnTime(effects, callMs))
  const asked = { portal, client, headline: headlineOf(portal, chosen) }
  const token = flow === 'pkce' ? await signInByBrowser(asked, effects) : await signInByCode(asked, effects)
  if (!isRefusal(token)) return { token, client }
  client.forget()
  return token
}

/** What happens and why, so that nobody has to guess which flag changes it. */
function headlineOf({ startUrl }: SsoPortal, { flow, because }: ChosenFlow): string {
  const way = flow === 'pkce' ? 'in your browser' : 'with a code, in any browser'
  const other = flow === 'pkce' ? 'device' : 'pkce'
  const reason = because === undefined ? '' : `, because ${because} (--flow ${other} changes that)`
  return `Sign in to ${startUrl} ${way}${reason}.`
}
