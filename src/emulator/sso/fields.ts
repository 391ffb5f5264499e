import { fieldsOf } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { timeOf, type World } from '../world.ts'
import { oidcRefusal } from './refusals.ts'
import type { RegisteredClient } from './state.ts'

/** The fields of a call of SSO OIDC. */
export type OidcInput = Readonly<Record<string, unknown>>

/** @throws Refusal `invalid_request` */
export function readInput(received: Received): OidcInput {
  const input = fieldsOf(received)
  if (input !== undefined) return input
  throw oidcRefusal('invalid_request', 'The body is not a JSON object')
}

/** @throws Refusal `invalid_request` */
export function needField(input: OidcInput, name: string): string {
  const value = input[name]
  if (typeof value === 'string' && value !== '') return value
  throw oidcRefusal('invalid_request', `Invalid request: ${name} is missing`)
}

/** A list of texts; absent is empty. @throws Refusal `invalid_request` */
export function listField(input: OidcInput, name: string): readonly string[] {
  const value = input[name] ?? []
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value
  throw oidcRefusal('invalid_request', `Invalid request: ${name} must be a list of texts`)
}

/** The registered client that shows its id and secret. @throws Refusal `invalid_client` */
export function needClient(input: OidcInput, world: World): RegisteredClient {
  const client = world.sso.clients.get(needField(input, 'clientId'))
  if (client === undefined || client.secret !== needField(input, 'clientSecret')) {
    throw oidcRefusal('invalid_client', 'Invalid client or client credentials provided')
  }
  if (client.expiresAt > timeOf(world)) return client
  throw oidcRefusal('invalid_client', 'The client registration has expired')
}

/** The start URL of the instance, with or without a slash or the page of its portal at the end. */
export function isStartUrl(url: string, world: World): boolean {
  const bare = (text: string) => text.replace(/#.*$/, '').replace(/\/+$/, '')
  return bare(url) === bare(world.settings.identityCenter.startUrl)
}
