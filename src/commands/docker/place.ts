import { resolve } from 'node:path'
import type { DockerConfig } from '../../docker/read-config.ts'
import type { Route } from '../../docker/routing.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { containersPath, containersSettingsPath } from '../../sinks/containers-place.ts'
import { readConfigFile } from '../../sinks/docker/config-file.ts'
import { routeByFile } from '../../sinks/docker/docker-route.ts'
import { dockerConfigPath } from '../../sinks/docker/location.ts'
import { programName } from '../credential-helper/program.ts'
import type { ConfigureFlags } from './configure.command.ts'

/** A file in which we are to be named. */
export interface Place {
  readonly path: string
  readonly reader: 'docker' | 'containers'
  /** The store to pass other registries on to; absent where we are named for our hosts only. */
  readonly store?: { readonly before: string; readonly detected: boolean }
}

/**
 * The file that the words mean.
 * @throws Failure where a store is wanted and there is none to pass other registries on to
 */
export async function placeFor(flags: ConfigureFlags, effects: Effects): Promise<Place> {
  if (flags.containers === true) return { path: containersFile(effects), reader: 'containers' }
  const path = dockerConfigPath(undefined, effects)
  if (flags.store !== true) return { path, reader: 'docker' }
  return { path, reader: 'docker', store: storeBefore(path, await readConfigFile(path, effects), effects) }
}

/** The file that stays when the user logs out, as what is written into it shall. */
function containersFile(effects: Effects): string {
  const named = effects.env.get('REGISTRY_AUTH_FILE')
  if (named) return resolve(effects.env.cwd, named)
  return containersSettingsPath(effects) ?? containersPath(effects)
}

/** Where Docker looks for the login of a host that nothing is said about. */
export function usualRoute(config: DockerConfig, effects: Effects): Route {
  return routeByFile('registry.invalid', config, effects)
}

function storeBefore(path: string, config: DockerConfig, effects: Effects): NonNullable<Place['store']> {
  if (config.credsStore === programName) return { before: '', detected: false }
  const route = usualRoute(config, effects)
  const isThere = 'program' in route && effects.processes.find(route.program) !== undefined
  if ('program' in route && isThere) {
    return { before: route.program.replace(/^docker-credential-/, ''), detected: route.type === 'detected' }
  }
  throw new Failure({
    code: 'login-shadowed',
    what: 'Docker would find no login for other registries any more',
    why:
      'program' in route
        ? `${route.program}, the store that ${path} names, is not on PATH, so they could not be passed on to it`
        : `they stand in ${path} itself, where Docker does not look once there is a credsStore`,
    next: 'Serve our registries only: atmos docker configure',
    details: { path },
  })
}
