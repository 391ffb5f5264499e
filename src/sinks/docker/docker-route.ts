import type { DockerConfig } from '../../docker/read-config.ts'
import { hostsInAuthConfig, type Route, routeOf } from '../../docker/routing.ts'
import type { DockerEffects } from './outcome.ts'

/** Where Docker looks for the login of a host, here and now. */
export function dockerRoute(
  host: string,
  config: DockerConfig,
  effects: Pick<DockerEffects, 'env' | 'processes'>,
): Route {
  const named = hostsInAuthConfig(effects.env.get('DOCKER_AUTH_CONFIG'))
  return routeBeside(named ?? new Set(), { host, config }, effects)
}

/** Where a Docker looks that reads this file without our environment: `DOCKER_AUTH_CONFIG` does not count. */
export function routeByFile(
  host: string,
  config: DockerConfig,
  effects: Pick<DockerEffects, 'env' | 'processes'>,
): Route {
  return routeBeside(new Set(), { host, config }, effects)
}

function routeBeside(
  environment: ReadonlySet<string>,
  { host, config }: { readonly host: string; readonly config: DockerConfig },
  { env, processes }: Pick<DockerEffects, 'env' | 'processes'>,
): Route {
  const has = (program: string) => processes.find(program) !== undefined
  return routeOf(host, { config, environment, platform: env.platform, has })
}
