import { isRecord, parseJson } from '../../auth/parse-json.ts'
import { Secret } from '../../auth/secret.ts'
import { decodeLogin, helperSentences } from '../../docker/helper-protocol.ts'
import { loginHost, parseRegistryHost } from '../../docker/registry-host.ts'
import { Failure } from '../../errors/failure.ts'
import type { Answer, Desk } from './desk.ts'
import { passOn } from './pass-on.ts'
import { refusal } from './refusal.ts'

/** How long tokens of ECR and ECR Public live, unless they say otherwise. */
const usualLifeMs = 12 * 60 * 60_000

/**
 * `store`: what `docker login` has for us. A login for ECR answers for its host until half of its life is
 * over; any other goes to the store that Docker had before.
 */
export async function store(input: string, desk: Desk): Promise<Answer> {
  const login = decodeLogin(input)
  if (login === undefined || login.serverUrl.trim() === '') return said(helperSentences.noServer)
  if (login.username === '') return said(helperSentences.noUsername)
  const host = parseRegistryHost(login.serverUrl)
  if (host === undefined) return (await passOn('store', input, desk)) ?? notOurs(login.serverUrl, desk)
  const { tokens, effects } = desk
  const { username, secret } = login
  const expiresAt = expiryOf(secret, effects.clock.now())
  tokens.give(loginHost(host), { username, password: new Secret(secret), expiresAt })
  const kept = tokens.given(loginHost(host), 'good')
  return kept?.password.expose() === secret ? { exitCode: 0, stdout: '' } : notKept(loginHost(host), desk)
}

/** `erase`: forgets what is kept for a host. What is not there is no reason to let `docker logout` fail. */
export async function erase(input: string, desk: Desk): Promise<Answer> {
  const server = input.trim()
  if (server === '') return said(helperSentences.noServer)
  const host = parseRegistryHost(server)
  const elsewhere = await passOn('erase', input, desk)
  if (host === undefined) return elsewhere ?? { exitCode: 0, stdout: '' }
  desk.tokens.forget(loginHost(host))
  return { exitCode: 0, stdout: '' }
}

/** ECR's passwords are JSON in base64 and say when they end, in seconds; others get the usual life. */
function expiryOf(secret: string, now: number): number {
  const fields = parseJson(Buffer.from(secret, 'base64').toString('utf8'))
  const said = isRecord(fields) ? Number(fields.expiration) * 1000 : Number.NaN
  // The registry has just accepted it: what seems to have ended has not, our clock is ahead.
  return said > now && said <= now + 2 * usualLifeMs ? said : now + usualLifeMs
}

function said(sentence: string): Answer {
  return { exitCode: 1, stdout: `${sentence}\n` }
}

function notOurs(server: string, desk: Desk): Answer {
  const failure = new Failure({
    code: 'credential-store-failed',
    what: `docker-credential-atmos keeps logins of Amazon ECR only, not of ${server}`,
    next: `Put "credHelpers": {"${server}": ""} into Docker's config.json, or take us out: atmos docker configure --remove`,
  })
  return refusal(failure, failure.what, desk)
}

function notKept(host: string, desk: Desk): Answer {
  const failure = new Failure({
    code: 'file-unwritable',
    what: `The login for ${host} could not be kept`,
    why: 'the folder for cached tokens cannot be written',
    next: 'Set HOME or XDG_CACHE_HOME to a folder of yours',
  })
  return refusal(failure, failure.what, desk)
}
