import type { DockerConfig } from '../../docker/read-config.ts'
import { hostsInAuthConfig, type Route } from '../../docker/routing.ts'
import type { Effects } from '../../effects/effects.ts'
import type { FileFacts } from '../../effects/files.ts'
import type { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { configFileFacts, readConfigFile } from '../../sinks/docker/config-file.ts'
import { dockerRoute } from '../../sinks/docker/docker-route.ts'
import { dockerConfigPath } from '../../sinks/docker/location.ts'

/** What Docker is set up with, as it would read it now. */
export interface DockerFacts {
  /** The config.json in force; `undefined` where there is no place for one. */
  readonly path: string | undefined
  /** Absent while there is no such file. */
  readonly file: FileFacts | undefined
  /** Why it cannot be read; `config` is empty then. */
  readonly failure: Failure | undefined
  readonly config: DockerConfig
  /** Hosts that `DOCKER_AUTH_CONFIG` names; `undefined` for a value Docker does not understand. */
  readonly variable: ReadonlySet<string> | undefined
  routeOf(host: string): Route
}

const nothing: DockerConfig = { text: undefined, auths: new Map(), credsStore: '', credHelpers: new Map() }

export async function dockerFacts(effects: Effects): Promise<DockerFacts> {
  const variable = hostsInAuthConfig(effects.env.get('DOCKER_AUTH_CONFIG'))
  let path: string | undefined
  let file: FileFacts | undefined
  let config = nothing
  let failure: Failure | undefined
  try {
    path = dockerConfigPath(undefined, effects)
    file = configFileFacts(path, effects)
    config = await readConfigFile(path, effects)
  } catch (thrown) {
    failure = toFailure(thrown)
  }
  return { path, file, failure, config, variable, routeOf: host => dockerRoute(host, config, effects) }
}
