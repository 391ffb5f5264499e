import { resolve } from 'node:path'
import { putHelpers, putStore } from '../../docker/edit-helpers.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import type { Route } from '../../docker/routing.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { containersPath, containersSettingsPath } from '../../sinks/containers-place.ts'
import { type Edited, editConfigFile, readConfigFile } from '../../sinks/docker/config-file.ts'
import { routeByFile } from '../../sinks/docker/docker-route.ts'
import { dockerConfigPath } from '../../sinks/docker/location.ts'
import { programName } from '../credential-helper/program.ts'
import type { RegisteredPlace } from '../credential-helper/registered-place.ts'
import { changeRegistration } from '../credential-helper/registration.ts'
import type { ConfigureFlags } from './configure.command.ts'

/** A file in which we are to be named. */
export interface Place {
  readonly path: string
  readonly reader: 'docker' | 'containers'
  /** The store to pass other registries on to; absent where we are named for our hosts only. */
  readonly store?: { readonly before: string; readonly detected: boolean }
}

/** What became of a file, for people and scripts. */
export interface Change {
  readonly path: string
  readonly registries: readonly string[]
  readonly store: boolean
  readonly changed: boolean
}

/** @throws Failure where a store is wanted and there is none to pass other registries on to */
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

/** Names us in a file, and writes down what stood there before. */
export async function addPlace(
  { place, hosts }: { readonly place: Place; readonly hosts: readonly string[] },
  effects: Effects,
): Promise<Change> {
  const { path, store } = place
  const edit = (config: DockerConfig) =>
    store === undefined ? helpers(config, path, hosts) : asStore(config, place)
  const { written } = await editConfigFile({ path, edit }, effects)
  if (written !== undefined) {
    await changeRegistration(present => {
      const others = present.places.filter(each => !isSame(each, written))
      const earlier = present.places.find(each => isSame(each, written))
      return { ...present, places: [...others, joined(earlier, written)] }
    }, effects)
  }
  return { path, registries: hosts, store: store !== undefined, changed: written !== undefined }
}

function helpers(
  config: DockerConfig,
  path: string,
  hosts: readonly string[],
): Edited<RegisteredPlace | undefined> {
  const missing = hosts.filter(host => config.credHelpers.get(host) !== programName)
  if (missing.length === 0) return { text: config.text, result: undefined }
  const before = missing.map(host => [host, config.credHelpers.get(host) ?? null] as const)
  const { text, footprint } = putHelpers(config.text, { hosts: missing, program: programName })
  return { text, result: { path, hosts: Object.fromEntries(before), footprint } }
}

function asStore(config: DockerConfig, { path, store }: Place): Edited<RegisteredPlace | undefined> {
  if (config.credsStore === programName) return { text: config.text, result: undefined }
  const { text, footprint } = putStore(config.text, programName)
  return { text, result: { path, hosts: {}, store, footprint } }
}

function isSame(one: RegisteredPlace, other: RegisteredPlace): boolean {
  return one.path === other.path && (one.store === undefined) === (other.store === undefined)
}

/** What was found first is what will be put back, unless it has been taken out by somebody meanwhile. */
function joined(earlier: RegisteredPlace | undefined, written: RegisteredPlace): RegisteredPlace {
  if (earlier === undefined) return written
  const footprint = written.footprint.field === 'made' ? written.footprint : earlier.footprint
  return { ...earlier, ...written, hosts: { ...earlier.hosts, ...written.hosts }, footprint }
}
