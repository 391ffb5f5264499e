import { dirname } from 'node:path'
import type { Login } from '../auth/login.ts'
import type { DockerConfig } from '../docker/read-config.ts'
import { programOf, type Route } from '../docker/routing.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import { retold } from './auth-file-failures.ts'
import { containersPath } from './containers-place.ts'
import type { DockerEffects, DockerOutcome } from './docker/outcome.ts'
import { putLogins } from './docker/put-logins.ts'

/**
 * Puts logins into the `containers/auth.json` of podman, buildah and skopeo, with the manners of the Docker
 * sink. A `credHelpers` entry there is heeded as these programs do: they ask that program and no file.
 * @returns one outcome per login, in the order given
 */
export async function toContainers(
  logins: readonly Login[],
  effects: DockerEffects,
): Promise<readonly DockerOutcome[]> {
  if (logins.length === 0) return []
  try {
    return await toFile(containersPath(effects), logins, effects)
  } catch (thrown) {
    const failure = toFailure(thrown)
    return logins.map(() => failure)
  }
}

async function toFile(
  path: string,
  logins: readonly Login[],
  effects: DockerEffects,
): Promise<readonly DockerOutcome[]> {
  const told = (failure: Failure) => retold(failure, adviceFor(path))
  const routeFor = (host: string, config: DockerConfig) => containersRoute(host, { config, path }, effects)
  const reader = { name: 'podman', logout: 'podman logout', routeFor }
  try {
    const outcomes = await putLogins({ logins, path, reader }, effects)
    return outcomes.map(each => (each instanceof Failure ? told(each) : each))
  } catch (thrown) {
    throw told(toFailure(thrown))
  }
}

function containersRoute(
  host: string,
  { config, path }: { readonly config: DockerConfig; readonly path: string },
  { processes }: Pick<DockerEffects, 'processes'>,
): Route {
  const helper = config.credHelpers.get(host)
  if (helper === undefined) return { type: 'file' }
  const program = programOf(helper)
  if (processes.find(program) !== undefined) return { type: 'program', program, setting: 'credHelpers' }
  throw new Failure({
    code: 'login-shadowed',
    what: `podman, buildah and skopeo would not use a login for ${host}`,
    why: `"credHelpers" in ${path} sends them to ${program}, which is not on PATH, and they look nowhere else`,
    next: `Install ${program}, or remove "${host}" from "credHelpers" in ${path}`,
    details: { registry: host, path, program },
  })
}

function adviceFor(path: string) {
  return {
    'docker-config-unwritable': `Point REGISTRY_AUTH_FILE to another file, or see what keeps it from being written: ls -ld ${dirname(path)} ${path}`,
    'docker-config-busy': 'Try again, or give each job a REGISTRY_AUTH_FILE of its own',
    'credential-store-failed': `Repair the program, or remove the registry from "credHelpers" in ${path}`,
  }
}
