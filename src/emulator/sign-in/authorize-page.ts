import type { HttpResponse } from '../../effects/http.ts'
import { originOf } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { decisionForm, decisionIn } from '../web/decision.ts'
import { page, redirect } from '../web/page.ts'
import { newToken, timeOf, type World } from '../world.ts'

/** The two programs that may ask: with the browser on this machine, or on another one. */
const clients = {
  same: 'arn:aws:signin:::devtools/same-device',
  cross: 'arn:aws:signin:::devtools/cross-device',
} as const

const confirmationPath = '/v1/sessions/confirmation'
const tenMinutes = 600_000

/** The page where a person gives a program keys of the user they are signed in to the console as. */
export function authorizePage(received: Received, world: World): HttpResponse {
  const flaw = flawOf(received)
  if (flaw !== undefined) {
    return page({ status: 400, title: 'This request cannot be granted', lines: [flaw] })
  }
  const { searchParams } = received.url
  const redirectUri = searchParams.get('redirect_uri') ?? ''
  const state = searchParams.get('state') ?? undefined
  const users = [world.settings.signInArn]
  const decision = decisionIn(received, users)
  if (decision === undefined) {
    const lines = [`A program asks for credentials of ${world.settings.signInArn}.`]
    return page({ title: 'Sign in for local development?', lines, form: decisionForm(users) })
  }
  if (decision === 'denied') return redirect(redirectUri, { error: 'access_denied', state })
  const code = newToken(world)
  world.signIn.codes.set(code, {
    clientId: searchParams.get('client_id') ?? '',
    arn: decision.allowedBy,
    redirectUri,
    challenge: searchParams.get('code_challenge') ?? '',
    expiresAt: timeOf(world) + tenMinutes,
  })
  return redirect(redirectUri, { code, state })
}

/** Where a browser on another machine ends: what it shows is pasted into the program. */
export function confirmationPage({ url: { searchParams } }: Received): HttpResponse {
  const text = ['state', 'code'].map(name => `${name}=${searchParams.get(name) ?? ''}`).join('&')
  const pasted = Buffer.from(text).toString('base64')
  return page({ title: 'Paste this into the program', lines: [pasted] })
}

function flawOf(received: Received): string | undefined {
  const query = received.url.searchParams
  const is = (name: string, value: string) => query.get(name) === value
  const clientId = query.get('client_id')
  if (clientId !== clients.same && clientId !== clients.cross) return 'Unknown client_id'
  const redirectUri = query.get('redirect_uri') ?? ''
  const isGood =
    clientId === clients.cross
      ? redirectUri === `${originOf(received)}${confirmationPath}`
      : /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+\//.test(redirectUri)
  if (!isGood) return 'The redirect_uri does not belong to this client'
  if (!is('response_type', 'code')) return 'response_type must be code'
  if (!is('scope', 'openid')) return 'scope must be openid'
  if (!is('code_challenge_method', 'SHA-256')) return 'code_challenge_method must be SHA-256'
  if (!/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) return 'code_challenge is no SHA-256'
  return undefined
}
