import type { HttpResponse } from '../../effects/http.ts'
import type { AccessKey } from '../keys.ts'
import { restAnswer } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { page, redirect } from '../web/page.ts'
import { timeOf, type World } from '../world.ts'

const quarterHour = 900_000

/** The console's federation endpoint: temporary keys in, an address that signs a browser in out. */
export function federation(received: Received, world: World): HttpResponse {
  const action = received.url.searchParams.get('Action')
  if (action === 'getSigninToken') return getSigninToken(received, world)
  return action === 'login' ? login(received, world) : refused()
}

/** Says no with 400 and hardly a word, whatever the reason, as AWS does. */
function getSigninToken({ host, url: { searchParams } }: Received, world: World): HttpResponse {
  const key = keyOf(searchParams.get('Session') ?? '', world)
  const duration = searchParams.get('SessionDuration')
  if (key === undefined || !mayLast(duration, key) || isElsewhere(host, key)) return refused()
  const expiresAt = timeOf(world) + quarterHour
  const token = { use: 'console', arn: key.principal.arn, expiresAt }
  return restAnswer({ body: { SigninToken: world.seal.close(token) } })
}

/** Temporary keys in force; long-lived ones open no console. */
function keyOf(session: string, world: World): AccessKey | undefined {
  const { sessionId, sessionKey, sessionToken } = parse(session)
  const key = world.keys.get(String(sessionId))
  const isKnown = key?.secret === sessionKey && key?.sessionToken === sessionToken
  const isAlive = (key?.expiresAt ?? Number.POSITIVE_INFINITY) > timeOf(world)
  return isKnown && isAlive && sessionToken !== undefined ? key : undefined
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) }
  } catch {
    return {}
  }
}

/** Partitions know nothing of each other's keys. An address without a partition in its name serves them all. */
function isElsewhere(host: string, { principal }: AccessKey): boolean {
  const partition = partitions.find(([end]) => end.test(host))?.[1]
  return partition !== undefined && partition !== principal.partition
}

const partitions: readonly (readonly [end: RegExp, partition: string])[] = [
  [/signin\.aws\.amazon\.com$/, 'aws'],
  [/signin\.amazonaws\.cn$/, 'aws-cn'],
  [/signin\.amazonaws-us-gov\.com$/, 'aws-us-gov'],
  [/signin\.amazonaws-eusc\.eu$/, 'aws-eusc'],
]

/** A life of its own only for a role that was assumed directly. */
function mayLast(duration: string | null, { origin, chained }: AccessKey): boolean {
  if (duration === null) return true
  const seconds = Number(duration)
  const isOwn = (origin === 'role' || origin === 'given') && chained !== true
  return isOwn && seconds >= 900 && seconds <= 43_200
}

function login({ url: { searchParams } }: Received, world: World): HttpResponse {
  const token = world.seal.open(searchParams.get('SigninToken') ?? '')
  const destination = searchParams.get('Destination') ?? ''
  if (token?.use !== 'console' || Number(token.expiresAt) <= timeOf(world)) return refused()
  if (!/^https:\/\//.test(destination) || !URL.canParse(destination)) return refused()
  const session = world.seal.close({ use: 'cookie', arn: token.arn })
  const answer = redirect(destination)
  const cookie = `aws-creds=${session}; Path=/; Secure; HttpOnly`
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } }
}

function refused(): HttpResponse {
  const lines = ['The request is malformed, or its credentials are not valid (any more).']
  return page({ status: 400, title: 'Amazon Web Services Sign-In', lines })
}
