import type { HttpResponse } from '../../effects/http.ts'
import type { Received } from '../received.ts'
import { decisionForm, decisionIn } from '../web/decision.ts'
import { page, redirect } from '../web/page.ts'
import { newToken, timeOf, type World } from '../world.ts'
import { grantTypes } from './register-client.ts'
import type { RegisteredClient } from './state.ts'

/** Codes are redeemed at once. */
const tenMinutes = 600_000

interface Request {
  readonly client: RegisteredClient
  readonly redirectUri: string
  readonly state: string | undefined
  readonly challenge: string
}

/** The page where a person lets a program on this machine in: authorization code with PKCE. */
export function authorizePage(received: Received, world: World): HttpResponse {
  const request = readRequest(received, world)
  if (typeof request === 'string') {
    return page({ status: 400, title: 'This request cannot be granted', lines: [request] })
  }
  const { users, startUrl } = world.settings.identityCenter
  const decision = decisionIn(received, users)
  if (decision === undefined) {
    const title = `Allow ${request.client.name} to access your data?`
    const lines = [`It asks for ${request.client.scopes.join(', ')} at ${startUrl}.`]
    return page({ title, lines, form: decisionForm(users) })
  }
  const { redirectUri, state } = request
  if (decision === 'denied') {
    const words = { error: 'access_denied', error_description: 'The person denied the request' }
    return redirect(redirectUri, { ...words, state })
  }
  return redirect(redirectUri, { code: newCode(request, decision.allowedBy, world), state })
}

function newCode({ client, redirectUri, challenge }: Request, user: string, world: World): string {
  const code = newToken(world)
  const expiresAt = timeOf(world) + tenMinutes
  world.sso.codes.set(code, { clientId: client.id, user, redirectUri, challenge, expiresAt })
  return code
}

/** What is asked for, or what is wrong with it: a browser is never sent to an address that was not registered. */
function readRequest({ url: { searchParams } }: Received, world: World): Request | string {
  const client = world.sso.clients.get(searchParams.get('client_id') ?? '')
  if (client === undefined || client.expiresAt <= timeOf(world)) return 'invalid_client: unknown client_id'
  const redirectUri = searchParams.get('redirect_uri') ?? ''
  if (!client.redirectUris.includes(redirectUri.replace(/^(https?:\/\/[^/]*?):\d+(?=\/|$)/, '$1'))) {
    return 'invalid_redirect_uri: not one that the client registered'
  }
  if (!client.grantTypes.includes(grantTypes.code)) return 'unauthorized_client: not registered for codes'
  if (searchParams.get('response_type') !== 'code') return 'invalid_request: response_type must be code'
  if (searchParams.get('code_challenge_method') !== 'S256') {
    return 'invalid_request: code_challenge_method must be S256'
  }
  const challenge = searchParams.get('code_challenge') ?? ''
  if (!/^[\w-]{43}$/.test(challenge)) return 'invalid_request: code_challenge is no SHA-256'
  const scopes = (searchParams.get('scopes') ?? '').split(' ').filter(scope => scope !== '')
  const more = scopes.find(scope => !client.scopes.includes(scope))
  if (more !== undefined) return `invalid_scope: the client did not register ${more}`
  return { client, redirectUri, state: searchParams.get('state') ?? undefined, challenge }
}
