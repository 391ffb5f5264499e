import { withOwnTime } from '../../auth/person-time.ts'
import { Secret } from '../../auth/secret.ts'
import { makeDpopKey } from '../../clients/aws/dpop.ts'
import {
  authorizeUrl,
  confirmationUrl,
  createOAuth2Token,
  type SignInToken,
  signInClients,
} from '../../clients/aws/signin.ts'
import { isSignInRefusal, signInFailure } from '../../clients/aws/signin-refusal.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { signInByCallback } from './callback.ts'
import { type ChosenFlow, chooseFlow, type Flow } from './choose-flow.ts'
import { invite } from './invite.ts'
import { callMs, personMs } from './limits.ts'
import { makePkce, type Pkce, sameState } from './pkce.ts'

export interface WebflowSignIn {
  readonly identity: string
  readonly region: string
  /** In a browser here (`pkce`), or in any browser, with a code to paste (`device`); without it, what works. */
  readonly flow?: Flow | undefined
}

/** A session just begun. */
export interface NewSession {
  readonly token: SignInToken
  readonly dpopKey: Secret
  readonly clientId: string
}

/** How often a code may be pasted wrong. */
const tries = 3

/** Lets a person sign in to AWS with their user name, in a browser here or on another machine. */
export async function signInByWebflow(signIn: WebflowSignIn, effects: Effects): Promise<NewSession> {
  const chosen = chooseFlow(signIn.flow, effects)
  const clientId = signInClients[chosen.flow === 'pkce' ? 'same-device' : 'cross-device']
  const attempt = { signIn, chosen, clientId, dpopKey: makeDpopKey(), pkce: makePkce(effects) }
  const token = chosen.flow === 'pkce' ? await hereIn(attempt, effects) : await elsewhere(attempt, effects)
  return { token, dpopKey: attempt.dpopKey, clientId }
}

interface Attempt {
  readonly signIn: WebflowSignIn
  readonly chosen: ChosenFlow
  readonly clientId: string
  readonly dpopKey: Secret
  readonly pkce: Pkce
}

/** The browser comes back to a loopback port of this machine. */
function hereIn(attempt: Attempt, effects: Effects): Promise<SignInToken> {
  return signInByCallback(
    {
      subject: 'AWS',
      path: '/oauth/callback',
      state: attempt.pkce.state,
      limitMs: personMs,
      begin: redirectUri => send(attempt, redirectUri, effects),
      redeem: (code, redirectUri) => redeem(attempt, { code, redirectUri }, effects),
    },
    effects,
  )
}

/** The browser ends up at a page with a code, which the person brings here. */
async function elsewhere(attempt: Attempt, effects: Effects): Promise<SignInToken> {
  const { terminal } = effects
  if (!terminal.canAsk) throw cannotPaste(attempt.signIn)
  const redirectUri = confirmationUrl(attempt.signIn.region, effects)
  await send(attempt, redirectUri, effects)
  for (let left = tries; left > 0; left--) {
    const pasted = await terminal.ask('Paste the code that the page shows:')
    if (pasted === undefined) throw new Failure({ code: 'interrupted', what: 'The sign-in was cancelled' })
    const code = codeIn(pasted, attempt.pkce.state)
    if (code !== undefined) return await redeem(attempt, { code, redirectUri }, effects)
    terminal.say('That is not the code of this sign-in. Copy all of it.\n')
  }
  throw new Failure({
    code: 'sign-in-denied',
    what: `The code was wrong ${tries} times`,
    next: 'Run the same command again, and use the address it shows then',
  })
}

async function send(
  { signIn, chosen, clientId, pkce }: Attempt,
  redirectUri: string,
  effects: Effects,
): Promise<void> {
  const { state, challenge } = pkce
  const query = { client_id: clientId, state, redirect_uri: redirectUri, code_challenge: challenge }
  const way = chosen.flow === 'pkce' ? 'in your browser' : 'in any browser, and bring the code it shows'
  const reason = chosen.because === undefined ? '' : `, because ${chosen.because}`
  const headline = `Sign in to AWS as ${signIn.identity} ${way}${reason}.`
  await invite({ headline, url: authorizeUrl({ region: signIn.region, query }, effects) }, effects)
}

interface Redemption {
  readonly code: Secret
  readonly redirectUri: string
}

async function redeem(
  { signIn, clientId, dpopKey, pkce }: Attempt,
  { code, redirectUri }: Redemption,
  effects: Effects,
): Promise<SignInToken> {
  const grant = { type: 'authorization_code', code, verifier: pkce.verifier, redirectUri } as const
  const request = { region: signIn.region, clientId, dpopKey, grant }
  const answer = await createOAuth2Token(request, withOwnTime(effects, callMs))
  if (isSignInRefusal(answer)) throw signInFailure(answer)
  return answer
}

/** What the page shows is `state=…&code=…` in base64; the state must be ours. */
function codeIn(pasted: string, state: string): Secret | undefined {
  const fields = new URLSearchParams(Buffer.from(pasted.replace(/\s+/g, ''), 'base64').toString('utf8'))
  const code = fields.get('code')
  return code && sameState(fields.get('state') ?? '', state) ? new Secret(code) : undefined
}

function cannotPaste({ identity }: WebflowSignIn): Failure {
  return new Failure({
    code: 'login-required',
    what: `Somebody must sign in to AWS as ${identity}`,
    why: 'no browser can open here, and nobody can paste a code: standard input is no terminal',
    next: `Run on a terminal: atmos auth login ${identity} --webflow`,
  })
}
