import type { Received } from '../received.ts'
import { newToken, timeOf, type World } from '../world.ts'
import { isStartUrl, listField, needField, type OidcInput, readInput } from './fields.ts'
import { oidcRefusal } from './refusals.ts'

/** The grants that a client can be registered for, by the names they have on the wire. */
export const grantTypes = {
  code: 'authorization_code',
  device: 'urn:ietf:params:oauth:grant-type:device_code',
  refresh: 'refresh_token',
} as const

const known = new Set<string>(Object.values(grantTypes))

/** Loopback addresses, registered without the port they will have (RFC 8252, 7.3). */
const loopbackUri = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(\/[^?#]*)?$/

/** `RegisterClient`: anybody may; what they may do later is fixed here. */
export function registerClient(received: Received, world: World): object {
  const input = readInput(received)
  const asked = readClient(input, world)
  const now = Math.floor(timeOf(world) / 1000)
  const expiresAt = now + world.settings.identityCenter.registrationSeconds
  const [id, secret] = [newToken(world, 18), newToken(world, 120)]
  world.sso.clients.set(id, { ...asked, id, secret, expiresAt: expiresAt * 1000 })
  return { clientId: id, clientSecret: secret, clientIdIssuedAt: now, clientSecretExpiresAt: expiresAt }
}

function readClient(input: OidcInput, world: World) {
  const name = needField(input, 'clientName')
  if (needField(input, 'clientType') !== 'public') {
    throw oidcRefusal('invalid_client_metadata', 'Only public clients can be registered')
  }
  const scopes = listField(input, 'scopes')
  const wrong = scopes.find(scope => !/^[\w.-]+(:[\w.-]+)*$/.test(scope))
  if (wrong !== undefined) throw oidcRefusal('invalid_scope', `Invalid scope: ${wrong}`)
  const given = listField(input, 'grantTypes')
  const unknown = given.find(grant => !known.has(grant))
  if (unknown !== undefined) throw oidcRefusal('unsupported_grant_type', `No such grant type: ${unknown}`)
  const redirectUris = listField(input, 'redirectUris')
  const far = redirectUris.find(uri => !loopbackUri.test(uri))
  if (far !== undefined) throw oidcRefusal('invalid_redirect_uri', `Not a loopback address: ${far}`)
  if (given.includes(grantTypes.code)) checkCodeClient({ input, redirectUris }, world)
  const ofOld = [grantTypes.device, grantTypes.refresh]
  return { name, scopes, redirectUris, grantTypes: given.length === 0 ? ofOld : given }
}

function checkCodeClient(
  { input, redirectUris }: { readonly input: OidcInput; readonly redirectUris: readonly string[] },
  world: World,
): void {
  if (redirectUris.length === 0) throw oidcRefusal('invalid_redirect_uri', 'redirectUris is missing')
  if (!isStartUrl(needField(input, 'issuerUrl'), world)) {
    throw oidcRefusal('invalid_request', 'Invalid issuerUrl provided')
  }
}
