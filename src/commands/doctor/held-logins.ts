import { fingerprint } from '../../docker/auth-entry.ts'
import type { Route } from '../../docker/routing.ts'
import type { Effects } from '../../effects/effects.ts'
import type { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { heldLogin } from '../../sinks/docker/credential-program.ts'
import { ourProgram } from '../credential-helper/program.ts'
import type { DockerFacts } from './docker-facts.ts'
import { tokenExpiry } from './token-expiry.ts'

/** What Docker would send to one registry host. */
export interface HeldLogin {
  readonly host: string
  readonly route: Route
  readonly answer: HeldAnswer
}

/** What is found at the end of the route. */
type HeldAnswer =
  | {
      readonly type: 'login'
      readonly fingerprint: string
      /** Milliseconds since the epoch, where the token says so itself. */
      readonly expiresAt: number | undefined
    }
  | { readonly type: 'none' }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** Not asked: it is not there to ask, would call out, or is our own, which makes logins when asked. */
  | { readonly type: 'unknown' }

/** Programs that look into a store of this machine and call nobody. */
const local = /^docker-credential-(pass|secretservice|osxkeychain|wincred|desktop)(\.exe)?$/

interface Known {
  readonly host: string
  readonly docker: DockerFacts
  readonly offline: boolean
  /** Whether our own program would make a login for the host. */
  serves(host: string): Promise<boolean>
}

/** Asks the way Docker would: the route of the host, and there. Never stores or erases. */
export async function askForLogin(known: Known, effects: Effects): Promise<HeldLogin> {
  const { host, docker } = known
  const route = docker.routeOf(host)
  return { host, route, answer: await answerOf(route, known, effects) }
}

async function answerOf(route: Route, known: Known, effects: Effects): Promise<HeldAnswer> {
  const { host, docker, offline } = known
  if (route.type === 'environment') return { type: 'unknown' }
  if (route.type === 'file') return fromFile(host, docker)
  const { program } = route
  const isMissing = effects.processes.find(program) === undefined
  if (isMissing && route.type === 'program') return fromFile(host, docker)
  if (offline && !local.test(program)) return { type: 'unknown' }
  if (program === ourProgram) return await fromOurs(host, known)
  try {
    const held = await heldLogin(host, { program, path: docker.path ?? '' }, effects)
    return held === undefined ? { type: 'none' } : loginOf(held.username, held.password.expose())
  } catch (thrown) {
    return { type: 'failed', failure: toFailure(thrown) }
  }
}

async function fromOurs(host: string, { serves }: Known): Promise<HeldAnswer> {
  try {
    return { type: (await serves(host)) ? 'unknown' : 'none' }
  } catch (thrown) {
    return { type: 'failed', failure: toFailure(thrown).during(`${ourProgram} has no login for ${host}`) }
  }
}

/** Docker cuts a scheme and a path off the keys of the file. */
function fromFile(host: string, { config }: DockerFacts): HeldAnswer {
  const cut = (key: string) => key.replace(/^https?:\/\//, '').split('/', 1)[0]
  const key = config.auths.has(host) ? host : [...config.auths.keys()].find(one => cut(one) === host)
  const entry = key === undefined ? undefined : config.auths.get(key)
  if (entry === undefined || (entry.password === '' && entry.identityToken === '')) return { type: 'none' }
  return loginOf(entry.username, entry.password)
}

function loginOf(username: string, password: string): HeldAnswer {
  return {
    type: 'login',
    fingerprint: fingerprint({ username, password }),
    expiresAt: tokenExpiry(password),
  }
}
