import type { Login } from '../auth/login.ts'
import { isText, parseRecord } from '../auth/parse-json.ts'
import type { Needs } from '../effects/effects.ts'
import type { HttpResponse } from '../effects/http.ts'
import { type Challenge, readChallenges } from './challenge.ts'
import { againByStatus, exchange } from './exchange.ts'
import { refusedBy, registryAnswerInvalid } from './oci-registry-refusal.ts'

type RegistryNeeds = Needs<'http' | 'clock' | 'random'>

/**
 * Proves a login against its registry, as a pull would begin: the exchange of the password for a bearer token
 * where the registry asks for one, else `GET /v2/` with user and password. Source: the token specification of
 * the CNCF distribution project.
 * @throws Failure `request-refused` in the registry's own words; as for any service when it cannot be asked
 */
export async function verifyLogin(login: Login, effects: RegistryNeeds): Promise<void> {
  const url = `https://${login.registry}/v2/`
  const greeting = await ask({ url, login, headers: {} }, effects)
  const bearer = readChallenges(greeting.headers['www-authenticate'] ?? '').find(
    ({ scheme }) => scheme === 'bearer',
  )
  if (bearer !== undefined) return await exchangePassword(login, bearer, effects)
  const answer = await ask({ url, login, headers: basic(login) }, effects)
  if (answer.status !== 200) throw refusedBy(login, answer)
}

async function exchangePassword(login: Login, bearer: Challenge, effects: RegistryNeeds): Promise<void> {
  const url = tokenAddress(login, bearer)
  const answer = await ask({ url, login, headers: basic(login) }, effects)
  if (answer.status !== 200) throw refusedBy(login, answer)
  if (!holdsToken(answer.body))
    throw registryAnswerInvalid(login, 'its token service answered without a token')
}

/** The password goes only where nobody can listen. */
function tokenAddress(login: Login, { parameters }: Challenge): string {
  const realm = parameters.get('realm') ?? ''
  if (!URL.canParse(realm)) throw registryAnswerInvalid(login, 'it names no address for its tokens')
  const url = new URL(realm)
  if (url.protocol !== 'https:')
    throw registryAnswerInvalid(login, `it wants the password sent to ${url.origin}`)
  for (const name of ['service', 'scope']) {
    const value = parameters.get(name)
    if (value !== undefined) url.searchParams.set(name, value)
  }
  url.searchParams.set('account', login.username)
  return url.href
}

function holdsToken(body: string): boolean {
  const answer = parseRecord(body)
  return isText(answer?.token) || isText(answer?.access_token)
}

function basic({ username, password }: Login): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password.expose()}`).toString('base64')}` }
}

interface Asking {
  readonly url: string
  readonly login: Login
  readonly headers: Readonly<Record<string, string>>
}

async function ask({ url, login, headers }: Asking, effects: RegistryNeeds): Promise<HttpResponse> {
  const { response } = await exchange(
    {
      subject: `verification of the login for ${login.registry}`,
      request: () => ({ method: 'GET', url, headers: { ...headers, 'user-agent': 'atmos-auth' } }),
      maxAttempts: 3,
      again: againByStatus,
    },
    effects,
  )
  return response
}
