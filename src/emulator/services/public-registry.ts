import type { HttpResponse } from '../../effects/http.ts'
import type { PretendService } from '../pretend-service.ts'
import type { Received } from '../received.ts'
import { type OwnReason, Refusal } from '../refusal.ts'
import { answerJson, refuseAsRegistry, registryReasons } from '../registry/answers.ts'
import { contentOf, wantedOf } from '../registry/content.ts'
import { openPass, presentedBy, splitPair } from '../registry/pass.ts'
import { timeOf, type World } from '../world.ts'

/** ECR Public answers a bad or expired token with 400 and no challenge. */
const denied: OwnReason = { code: 'DENIED', status: 400 }
const gate = { use: 'ecr-public', region: 'us-east-1', reason: denied } as const

/** Who pulls: `undefined` for anybody, else the account whose login it is. */
interface PullPass {
  readonly use: 'pull'
  readonly account: string | undefined
  readonly expiresAt: number
}

const hour = 3_600_000

/**
 * ECR Public's registry: bearer tokens from `/token/`, for anybody at one rate and for logins at a better one.
 */
export const publicRegistry: PretendService = {
  name: 'public-registry',
  hosts: /^(public\.ecr\.aws|ecr-public\.aws\.com)$/,
  claims: ({ url }) => /^\/(v2|token)(\/|$)/.test(url.pathname),
  operationOf: received => (isTokenPath(received) ? 'token' : wantedOf(received).what),
  answer: (received, world) => (isTokenPath(received) ? exchange(received, world) : serve(received, world)),
  refuse: refuseAsRegistry,
}

const isTokenPath = ({ url }: Received) => /^\/token\/?$/.test(url.pathname)

/** The docker client's token exchange: a password in, a short-lived bearer token out. */
function exchange(received: Received, world: World): HttpResponse {
  const presented = presentedBy(received)
  const now = timeOf(world)
  const pass = presented?.scheme === 'basic' ? openPass(presented, gate, world) : undefined
  const expiresAt = Math.min(now + hour, pass?.expiresAt ?? Number.POSITIVE_INFINITY)
  const token = world.seal.close({ use: 'pull', account: pass?.account, expiresAt })
  return answerJson(200, { token, expires_in: Math.floor((expiresAt - now) / 1000) })
}

function serve(received: Received, world: World): HttpResponse {
  const presented = presentedBy(received)
  if (presented === undefined) return challenge(received)
  if (presented.scheme === 'basic') throw new Refusal(denied, 'Your Authorization Token is invalid.')
  const { account } = openBearer(presented.token, world)
  const wanted = wantedOf(received)
  const answer = contentOf(wanted, received, world)
  if (wanted.what === 'manifest' && received.method === 'GET') countPull(account, world)
  return answer
}

/** A bearer token of the exchange, or, as ECR Public also takes it, the authorization token itself. */
function openBearer(token: string, world: World): Pick<PullPass, 'account'> {
  const pass = world.seal.open(token) as PullPass | undefined
  if (pass?.use !== 'pull') return openPass(splitPair(token), gate, world)
  if (pass.expiresAt > timeOf(world)) return pass
  throw new Refusal(denied, 'Your authorization token has expired. Reauthenticate and try again.')
}

function countPull(account: string | undefined, world: World): void {
  const { anonymous, signedIn } = world.settings.pullsPerSecond
  const pull =
    account === undefined
      ? { puller: 'anybody', perSecond: anonymous }
      : { puller: account, perSecond: signedIn }
  if (!world.pullRate.take({ ...pull, now: timeOf(world) })) {
    throw new Refusal(registryReasons.tooMany, 'Rate exceeded')
  }
}

function challenge({ host, url }: Received): HttpResponse {
  const origin = publicRegistry.hosts.test(host) ? `https://${host}` : `${url.protocol}//${host}`
  const answer = answerJson(401, { errors: [{ code: 'UNAUTHORIZED', message: 'Not Authorized' }] })
  const words = `Bearer realm="${origin}/token/",service="public.ecr.aws",scope="aws"`
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': words } }
}
