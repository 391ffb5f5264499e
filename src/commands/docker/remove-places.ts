import { takeHelpers, takeStore } from '../../docker/edit-helpers.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import type { Effects } from '../../effects/effects.ts'
import { type Edited, editConfigFile, readConfigFile } from '../../sinks/docker/config-file.ts'
import { dockerConfigPath } from '../../sinks/docker/location.ts'
import { registryTokens } from '../../stores/registry-tokens.ts'
import { programName } from '../credential-helper/program.ts'
import type { RegisteredPlace } from '../credential-helper/registered-place.ts'
import { changeRegistration, noRegistration, readRegistration } from '../credential-helper/registration.ts'
import type { Change } from './add-place.ts'

/**
 * Takes our name out of every file it was written to, where it still stands, and out of Docker's own even
 * where somebody else wrote it; gives hosts back to who had them; forgets the cached tokens.
 */
export async function removeAll(effects: Effects): Promise<readonly Change[]> {
  const { places } = readRegistration(effects)
  const changes: Change[] = []
  for (const place of [...places].reverse()) changes.push(...(await removeFrom(place, effects)))
  const stray = await strayPlaces(effects)
  for (const place of stray) changes.push(...(await removeFrom(place, effects)))
  await changeRegistration(() => noRegistration, effects)
  registryTokens(effects).forget()
  return changes
}

async function removeFrom(place: RegisteredPlace, effects: Effects): Promise<readonly Change[]> {
  const { path, store } = place
  if (effects.files.stat(path) === undefined) return []
  const edit = (config: DockerConfig) => without(place, config)
  const { written } = await editConfigFile({ path, edit }, effects)
  if (written === undefined) return []
  return [{ path, registries: written, store: store !== undefined, changed: true }]
}

function without(place: RegisteredPlace, config: DockerConfig): Edited<readonly string[]> {
  const { hosts, store, footprint } = place
  const { text } = config
  if (text === undefined) return { text, result: [] }
  const program = programName
  if (store !== undefined) {
    const before = store.detected ? '' : store.before
    return { text: takeStore(text, { program, before, footprint }), result: [] }
  }
  const ours = Object.keys(hosts).filter(host => config.credHelpers.get(host) === program)
  return { text: takeHelpers(text, { hosts, program, footprint }), result: ours }
}

/** What names us in Docker's configuration without our record of it. */
async function strayPlaces(effects: Effects): Promise<readonly RegisteredPlace[]> {
  const path = dockerConfigPath(undefined, effects)
  const { credHelpers, credsStore } = await readConfigFile(path, effects)
  const hosts = [...credHelpers].filter(([, program]) => program === programName).map(([host]) => host)
  const helpers: RegisteredPlace = {
    path,
    hosts: Object.fromEntries(hosts.map(host => [host, null])),
    footprint: { file: false, field: 'kept' },
  }
  const store: RegisteredPlace = {
    path,
    hosts: {},
    store: { before: '', detected: false },
    footprint: { file: false, field: 'made' },
  }
  return [...(hosts.length > 0 ? [helpers] : []), ...(credsStore === programName ? [store] : [])]
}
