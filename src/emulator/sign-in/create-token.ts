import { createHash } from 'node:crypto'
import { issueKey, principalOf } from '../keys.ts'
import { fieldsOf } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { newToken, timeOf, type World } from '../world.ts'
import { checkProof } from './dpop.ts'
import { signInRefusal } from './refusals.ts'
import type { SignInSession } from './state.ts'

interface TokenCall {
  readonly input: Readonly<Record<string, unknown>>
  /** Of the key whose possession the caller proved. */
  readonly thumbprint: string
  readonly world: World
}

const grants: Readonly<Record<string, (call: TokenCall) => SignInSession>> = {
  authorization_code: fromCode,
  refresh_token: fromRefreshToken,
}

const quarterHour = 900
const twelveHours = 12 * 3_600_000

/** `CreateOAuth2Token`: keys for a quarter of an hour, and the next refresh token. */
export function createOAuth2Token(received: Received, world: World): object {
  const input = fieldsOf(received)
  const open = grants[String(input?.grantType)]
  if (input === undefined || open === undefined) throw invalid('grantType')
  const thumbprint = checkProof(received, world)
  return issue(open({ input, thumbprint, world }), world)
}

function fromCode({ input, thumbprint, world }: TokenCall): SignInSession {
  const given = need(input, 'code')
  const code = world.signIn.codes.get(given)
  world.signIn.codes.delete(given)
  if (code === undefined || code.expiresAt <= timeOf(world)) {
    throw signInRefusal('AUTHCODE_EXPIRED', 'The authorization code is not valid (any more)')
  }
  if (code.clientId !== need(input, 'clientId')) throw invalid('clientId')
  if (code.redirectUri !== need(input, 'redirectUri')) throw invalid('redirectUri')
  const challenge = createHash('sha256').update(need(input, 'codeVerifier')).digest('base64url')
  if (challenge !== code.challenge) throw invalid('codeVerifier')
  return { clientId: code.clientId, arn: code.arn, thumbprint, endsAt: timeOf(world) + twelveHours }
}

function fromRefreshToken({ input, thumbprint, world }: TokenCall): SignInSession {
  const given = need(input, 'refreshToken')
  const session = world.signIn.sessions.get(given)
  if (session === undefined || session.endsAt <= timeOf(world)) {
    throw signInRefusal('TOKEN_EXPIRED', 'The session has expired')
  }
  if (session.clientId !== need(input, 'clientId')) throw invalid('clientId')
  if (session.thumbprint !== thumbprint) throw invalid('the key of the DPoP proof is another one')
  world.signIn.sessions.delete(given)
  return session
}

function issue(session: SignInSession, world: World): object {
  const now = timeOf(world)
  const expiresIn = Math.min(quarterHour, Math.floor((session.endsAt - now) / 1000))
  const user = [...world.keys.values()].find(key => key.principal.arn === session.arn)
  const principal = user?.principal ?? principalOf(session.arn, {})
  const expiresAt = now + expiresIn * 1000
  const key = issueKey({ origin: 'session', principal, expiresAt }, world)
  const refreshToken = newToken(world, 200)
  world.signIn.sessions.set(refreshToken, session)
  const { id: accessKeyId, secret: secretAccessKey, sessionToken } = key
  const accessToken = { accessKeyId, secretAccessKey, sessionToken }
  return { accessToken, tokenType: 'aws_sigv4', expiresIn, refreshToken, idToken: idTokenOf(session, world) }
}

/** Says who signed in: its subject is their ARN. */
function idTokenOf({ arn, clientId }: SignInSession, world: World): string {
  const iat = Math.floor(timeOf(world) / 1000)
  const claims = { iss: 'https://signin.aws.amazon.com/signin', sub: arn, aud: clientId }
  return world.signIn.issuer.mint({ ...claims, iat, exp: iat + quarterHour })
}

function need(input: TokenCall['input'], name: string): string {
  const value = input[name]
  if (typeof value === 'string' && value !== '') return value
  throw invalid(name)
}

function invalid(what: string) {
  return signInRefusal('invalid_request', `Invalid request: ${what}`)
}
