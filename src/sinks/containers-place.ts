import { join, resolve } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { dockerConfigPath } from './docker/location.ts'

/**
 * The files in which podman, buildah and skopeo look for a login, in their order: the first that has one
 * decides. `REGISTRY_AUTH_FILE` leaves no other. Source: containers/image, each place tried with skopeo 1.9.3.
 */
export function containersFiles(effects: Needs<'env'>): readonly string[] {
  const { env } = effects
  const named = env.get('REGISTRY_AUTH_FILE')
  if (named) return [resolve(env.cwd, named)]
  const places = [runtimePath(effects), containersSettingsPath(effects)].filter(path => path !== undefined)
  return env.home === undefined && !env.get('DOCKER_CONFIG')
    ? places
    : [...places, dockerConfigPath(undefined, effects)]
}

/**
 * The `auth.json` to write: the first place of `containersFiles` whose folder this user has. A runtime folder
 * that the system did not make could not be made by us either, except by root.
 * @throws Failure `docker-config-unwritable` when this user has none of the places
 */
export function containersPath(effects: Needs<'env' | 'files'>): string {
  const { env, files } = effects
  const named = env.get('REGISTRY_AUTH_FILE')
  if (named) return resolve(env.cwd, named)
  const runtime = runtimePath(effects)
  const base = env.get('XDG_RUNTIME_DIR') || `/run/containers/${env.uid}`
  const isThere = files.stat(base)?.type === 'folder' || (env.uid === 0 && !env.get('XDG_RUNTIME_DIR'))
  const path = runtime !== undefined && isThere ? runtime : containersSettingsPath(effects)
  if (path !== undefined) return path
  throw new Failure({
    code: 'docker-config-unwritable',
    what: 'Could not find the place of containers/auth.json',
    why: 'this user has neither a runtime folder (XDG_RUNTIME_DIR) nor a home folder (HOME)',
    next: 'export REGISTRY_AUTH_FILE=/path/to/auth.json',
  })
}

/** In the folder that is emptied when the user logs out; only Linux has one. */
function runtimePath({ env }: Needs<'env'>): string | undefined {
  if (env.platform === 'darwin' || env.platform === 'win32') return undefined
  const folder = env.get('XDG_RUNTIME_DIR')
  if (folder) return join(folder, 'containers', 'auth.json')
  return env.uid === undefined ? undefined : `/run/containers/${env.uid}/auth.json`
}

/** The one of them that stays when the user logs out; `undefined` where there is no home folder. */
export function containersSettingsPath({ env }: Needs<'env'>): string | undefined {
  const folder =
    env.get('XDG_CONFIG_HOME') || (env.home === undefined ? undefined : join(env.home, '.config'))
  return folder === undefined ? undefined : join(folder, 'containers', 'auth.json')
}
