import type { Login } from '../auth/login.ts'
import type { DockerConfig } from '../docker/read-config.ts'
import { hostsInAuthConfig } from '../docker/routing.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import { configFileFacts } from './docker/config-file.ts'
import { dockerRoute } from './docker/docker-route.ts'
import { dockerConfigPath } from './docker/location.ts'
import type { DockerEffects, DockerOutcome } from './docker/outcome.ts'
import { putLogins } from './docker/put-logins.ts'

/**
 * Puts logins where Docker looks for them: into the credential program in charge, or into config.json, all
 * in one edit under a lock; then reads them back as Docker would.
 * @param options `folder`: the one to use instead of `DOCKER_CONFIG` or `~/.docker`
 * @returns one outcome per login, in the order given; one that fails does not hide the others
 */
export async function toDocker(
  logins: readonly Login[],
  effects: DockerEffects,
  options: { readonly folder?: string | undefined } = {},
): Promise<readonly DockerOutcome[]> {
  if (logins.length === 0) return []
  try {
    const path = dockerConfigPath(options.folder, effects)
    const before = configFileFacts(path, effects)
    const reader = {
      name: 'Docker',
      logout: 'docker logout',
      routeFor: (host: string, config: DockerConfig) => dockerRoute(host, config, effects),
    }
    const outcomes = await putLogins({ logins, path, reader }, effects)
    return withFileWarnings(outcomes, { path, mode: before?.mode ?? 0 }, effects)
  } catch (thrown) {
    const failure = toFailure(thrown)
    return logins.map(() => failure)
  }
}

/** What is to be said once about the file goes with the first login that stands in it. */
function withFileWarnings(
  outcomes: readonly DockerOutcome[],
  file: { readonly path: string; readonly mode: number },
  { env }: DockerEffects,
): readonly DockerOutcome[] {
  const warnings: string[] = []
  if (env.platform !== 'win32' && (file.mode & 0o077) !== 0) {
    warnings.push(
      `Others on this machine can read ${file.path}, and it holds logins now: chmod 600 ${file.path}`,
    )
  }
  if (hostsInAuthConfig(env.get('DOCKER_AUTH_CONFIG')) === undefined) {
    warnings.push('Docker does not understand the value of DOCKER_AUTH_CONFIG and goes on without it')
  }
  const first = outcomes.findIndex(each => !(each instanceof Failure) && each.place.type === 'file')
  return outcomes.map((each, index) =>
    index === first && !(each instanceof Failure)
      ? { ...each, warnings: [...each.warnings, ...warnings] }
      : each,
  )
}
