import type { SsoPortal } from '../../auth/credentials.ts'
import { registerClient } from '../../clients/aws/sso-oidc.ts'
import type { Needs } from '../../effects/effects.ts'
import { systemCode } from '../../errors/to-failure.ts'
import type { Flow } from '../sign-in/choose-flow.ts'
import { registrationFileName } from './cache-names.ts'
import { cacheFolder, namedSession, pathsOf, readText } from './token-cache.ts'
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
  const forget = () => removeQuietly(path, effects)
  const cached = path === undefined ? undefined : readRegistration(readText(path, effects) ?? '')
  if (cached?.forCode === (flow === 'pkce') && cached.expiresAt - effects.clock.now() > reserve) {
    return { ...cached, scopes, forget }
  }
  const client = {
    clientName: 'atmos-auth',
    scopes,
    grantTypes: grantTypes[flow],
    ...(flow === 'pkce'
      ? { redirectUris: [`http://127.0.0.1${redirectPath}`], issuerUrl: portal.startUrl }
      : {}),
  }
  const made = await registerClient({ place: portal, client }, effects)
  if (path !== undefined) {
    keep(
      path,
      writeRegistration(made, { scopes, grantTypes: flow === 'pkce' ? grantTypes.pkce : undefined }),
      effects,
    )
  }
  return { ...made, scopes, forget }
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

/** A registration that cannot be kept costs one more call next time, and no sign-in. */
function keep(path: string, content: string, { files }: Needs<'files'>): void {
  try {
    files.replace(path, content, { tighten: true })
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
  }
}

function removeQuietly(path: string | undefined, { files }: Needs<'files'>): void {
  try {
    if (path !== undefined) files.remove(path)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
  }
}
