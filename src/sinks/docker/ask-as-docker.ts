import { type AuthEntry, fingerprint } from '../../docker/auth-entry.ts'
import { findEntry } from '../../docker/find-entry.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import type { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { plainLogin } from '../plain-login.ts'
import { readConfigFile } from './config-file.ts'
import { heldLogin } from './credential-program.ts'
import { dockerRoute, routeByFile } from './docker-route.ts'
import type { DockerEffects } from './outcome.ts'
import { serves } from './place-login.ts'

/** What somebody who looks for a login gets: a login, known by its mark, or nothing. */
export type Answer =
  | { readonly type: 'login'; readonly mark: string; readonly from: string; readonly serving?: true }
  | { readonly type: 'nothing'; readonly why: string }

export interface Question {
  readonly registry: string
  /** The config.json that Docker reads. */
  readonly path: string
  /** Whether this is the file of Docker here and now, so that its environment counts too. */
  readonly here: boolean
}

/**
 * Looks for a login as Docker does when it pulls: by the same way, asking the same program.
 * @throws Failure when Docker would not get as far
 */
export async function askAsDocker(
  { registry, path, here }: Question,
  effects: DockerEffects,
): Promise<Answer> {
  const config = await readConfigFile(path, effects)
  const route = (here ? dockerRoute : routeByFile)(registry, config, effects)
  if (route.type === 'environment') {
    return { type: 'nothing', why: 'the variable DOCKER_AUTH_CONFIG names this registry and wins' }
  }
  if (route.type === 'program' && effects.processes.find(route.program) !== undefined) {
    const answer = await askProgram(registry, { program: route.program, path }, effects).catch(toFailure)
    if ('type' in answer) return answer
    // Docker goes on with the file when a program fails.
    return inFile(config, { registry, path, failed: answer })
  }
  return inFile(config, { registry, path })
}

/** What a credential program gives. @throws Failure `credential-store-failed` */
export async function askProgram(
  registry: string,
  store: { readonly program: string; readonly path: string },
  effects: DockerEffects,
): Promise<Answer> {
  const { program, path } = store
  const held = await heldLogin(registry, store, effects)
  if (held === undefined) {
    return { type: 'nothing', why: `${path} sends to ${program}, which has no login for it` }
  }
  const mark = fingerprint(plainLogin(held))
  return { type: 'login', mark, from: program, ...(serves(program, registry) ? { serving: true } : {}) }
}

interface Place {
  readonly registry: string
  readonly path: string
  readonly failed?: Failure
}

function inFile(config: DockerConfig, { registry, path, failed }: Place): Answer {
  const entry = findEntry(config, registry)
  if (entry !== undefined) return { type: 'login', mark: markOf(entry), from: path }
  return { type: 'nothing', why: failed?.message ?? `${path} has no login for it` }
}

/** Other tokens in an entry win over user and password, so they make it another login. */
export function markOf(entry: AuthEntry): string {
  const { username, password, identityToken, registryToken } = entry
  return fingerprint({ username, password: password + identityToken + registryToken })
}
