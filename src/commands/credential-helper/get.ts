import { createHash } from 'node:crypto'
import type { RegistryToken } from '../../auth/login.ts'
import { formatDuration } from '../../cli/duration.ts'
import { decodeServer, encodeLogin, helperSentences } from '../../docker/helper-protocol.ts'
import { loginHost, parseRegistryHost, type RegistryHost } from '../../docker/registry-host.ts'
import { toFailure } from '../../errors/to-failure.ts'
import type { Answer, Desk } from './desk.ts'
import { findServer } from './find-server.ts'
import { passOn } from './pass-on.ts'
import { refusal, shortly } from './refusal.ts'
import { rememberToken } from './remember-token.ts'
import type { Server } from './server.ts'
import { surroundingsStamp } from './surroundings-stamp.ts'

/** Milliseconds a renewal may take while the old token is good: Docker waits for it. */
const renewalLimit = 5_000

/** `get`: the login for a host, by the same corridor as `aws ecr login`, or why there is none. */
export async function get(input: string, desk: Desk): Promise<Answer> {
  const server = decodeServer(input)
  if (server === undefined) return { exitCode: 1, stdout: `${helperSentences.noServer}\n` }
  const host = parseRegistryHost(server)
  if (host === undefined) return (await passOn('get', input, desk)) ?? notFound
  try {
    const token = await tokenFor(host, desk)
    if (token === undefined) return (await passOn('get', input, desk)) ?? notFound
    const { username, password } = token
    return { exitCode: 0, stdout: encodeLogin({ serverUrl: server, username, secret: password.expose() }) }
  } catch (thrown) {
    return refusal(toFailure(thrown), `Could not log in to ${loginHost(host)}`, desk)
  }
}

const notFound: Answer = { exitCode: 1, stdout: `${helperSentences.notFound}\n` }

/** @returns `undefined` when the host is not ours */
async function tokenFor(host: RegistryHost, desk: Desk): Promise<RegistryToken | undefined> {
  const { tokens } = desk
  const given = tokens.given(loginHost(host), 'young')
  if (given !== undefined) return given
  const old = tokens.given(loginHost(host), 'good')
  try {
    const server = await findServer(host, desk)
    return server === undefined ? old : await servedToken(loginHost(host), server, desk)
  } catch (thrown) {
    if (old === undefined) throw thrown
    tellOld(loginHost(host), { token: old, thrown, desk })
    return old
  }
}

async function servedToken(host: string, server: Server, desk: Desk): Promise<RegistryToken> {
  const { tokens, effects } = desk
  const { ambient, steady } = server
  const surroundings = surroundingsStamp(ambient, effects)
  const name = tokenName(server, surroundings)
  const token = await tokens.obtain({
    name,
    host,
    fetch: hasOld => server.fetch(hasOld ? renewalLimit : undefined),
    onOld: (old, thrown) => tellOld(host, { token: old, thrown, desk }),
  })
  if (steady) await rememberToken(host, { file: name, ambient, surroundings }, desk)
  return token
}

/** One file for each way of making a token: whose, of which service, in which surroundings. */
function tokenName({ recipe, kind, spec, expectedAccount }: Server, surroundings: string): string {
  const parts = [recipe, kind.kind, kind.tokenKey(spec), surroundings, expectedAccount]
  return `${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}.json`
}

interface OldToken {
  readonly token: RegistryToken
  readonly thrown: unknown
  readonly desk: Desk
}

function tellOld(host: string, { token, thrown, desk }: OldToken): void {
  const left = formatDuration(token.expiresAt - desk.effects.clock.now())
  desk.tell(
    `The login for ${host} could not be renewed and is good for ${left} yet: ${shortly(toFailure(thrown).message)}`,
  )
}
