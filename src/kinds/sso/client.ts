import type { SsoPortal } from '../../auth/credentials.ts'
import { pathsOf } from '../../auth/folders.ts'
import { registerClient } from '../../clients/aws/sso-oidc.ts'
import type { Needs } from '../../effects/effects.ts'
import type { Flow } from '../sign-in/choose-flow.ts'
import { cacheFolder, readText, whereAllowed } from './cache-files.ts'
import { registrationFileName } from './cache-names.ts'
import { namedSession } from './named-session.ts'
import { readRegistration, type SsoClient, writeRegistration } from './token-file.ts'

/** What a refresh token needs; without it the service gives none. */
const usualScopes = ['sso:account:access']

/** Loopback addresses are registered without the port, which is another one every time (RFC 8252). */
export const redirectPath = '/oauth/callback'

const grantTypes: Readonly<Record<Flow, readonly string[]>> = {
  pkce: ['authorization_code', 'refresh_token'],
  device: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
}

/** As early as the AWS CLI counts a registration as expired, milliseconds. */
const reserve = 15 * 60_000

export interface Client extends SsoClient {
  readonly scopes: readonly string[]
  /** Forgets it: the service does not know it any more. */
  forget(): void
}

/**
 * This program's registration for a portal and a flow: from the AWS CLI's cache, else made anew and kept there.
 * A client of one kind does not serve the other.
 */
export async function clientFor(
  { portal, flow }: { readonly portal: SsoPortal; readonly flow: Flow },
  effects: Needs<'http' | 'clock' | 'env' | 'random' | 'files'>,
): Promise<Client> {
  const named = namedSession(portal, effects)
  const scopes = named === undefined || named.scopes.length === 0 ? usualScopes : named.scopes
  const path = registrationPath({ portal, scopes, sessionName: named?.name ?? portal.sessionName }, effects)
  const forget = () => {
    if (path !== undefined) whereAllowed(() => effects.files.remove(path))
  }
  const cached = path === undefined ? undefined : readRegistration(readText(path, effects) ?? '')
  if (cached?.forCode === (flow === 'pkce') && cached.expiresAt - effects.clock.now() > reserve) {
    return { ...cached, scopes, forget }
  }
  const client = { clientName: 'atmos-auth', scopes, grantTypes: grantTypes[flow], ...returnOf(portal, flow) }
  const made = await registerClient({ place: portal, client }, effects)
  if (path !== undefined) {
    const written = { scopes, grantTypes: flow === 'pkce' ? grantTypes.pkce : undefined }
    // One that cannot be kept costs one more call next time, and no sign-in.
    whereAllowed(() => effects.files.replace(path, writeRegistration(made, written), { tighten: true }))
  }
  return { ...made, scopes, forget }
}

/** Where the browser may come back to; with a code it never does. */
function returnOf(
  { startUrl }: SsoPortal,
  flow: Flow,
): { readonly redirectUris?: readonly string[]; readonly issuerUrl?: string } {
  if (flow === 'device') return {}
  return { redirectUris: [`http://127.0.0.1${redirectPath}`], issuerUrl: startUrl }
}

interface Registered {
  readonly portal: SsoPortal
  readonly scopes: readonly string[]
  readonly sessionName: string | undefined
}

function registrationPath(
  { portal, scopes, sessionName }: Registered,
  effects: Needs<'env'>,
): string | undefined {
  const folder = cacheFolder(effects)
  if (folder === undefined) return undefined
  const { startUrl, region } = portal
  return pathsOf(effects.env).join(folder, registrationFileName({ startUrl, region, scopes, sessionName }))
}
