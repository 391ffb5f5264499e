import { putHelpers, putStore } from '../../docker/edit-helpers.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import type { Effects } from '../../effects/effects.ts'
import { type Edited, editConfigFile } from '../../sinks/docker/config-file.ts'
import { programName } from '../credential-helper/program.ts'
import type { RegisteredPlace } from '../credential-helper/registered-place.ts'
import { changeRegistration } from '../credential-helper/registration.ts'
import type { Place } from './place.ts'

/** What became of a file, for people and scripts. */
export interface Change {
  readonly path: string
  readonly registries: readonly string[]
  readonly store: boolean
  readonly changed: boolean
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
