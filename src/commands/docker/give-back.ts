import type { Catalog } from '../../auth/kind.ts'
import { takeHelpers } from '../../docker/edit-helpers.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import type { Effects } from '../../effects/effects.ts'
import { editConfigFile } from '../../sinks/docker/config-file.ts'
import { openSource } from '../credential-helper/configurations.ts'
import { programName } from '../credential-helper/program.ts'
import type { RegisteredPlace } from '../credential-helper/registered-place.ts'
import { changeRegistration, readRegistration } from '../credential-helper/registration.ts'
import { servings } from '../credential-helper/who-serves.ts'
import type { Change } from './add-place.ts'
import type { Place } from './place.ts'

type Parts = { readonly catalog: Catalog; readonly effects: Effects }

/**
 * Takes our name away from hosts that no configuration serves any more, and gives them back to who had them.
 * Where that cannot be told for sure, they stay.
 */
export async function giveBackUnserved({ path }: Place, parts: Parts): Promise<readonly Change[]> {
  const { effects } = parts
  const isMeant = (place: RegisteredPlace) => place.path === path && place.store === undefined
  const place = readRegistration(effects).places.find(isMeant)
  const served = place === undefined ? undefined : await servedHosts(parts).catch(() => undefined)
  if (place === undefined || served === undefined) return []
  const { footprint } = place
  const all = Object.entries(place.hosts)
  const gone = Object.fromEntries(all.filter(([host]) => !served.has(host)))
  const registries = Object.keys(gone)
  if (registries.length === 0) return []
  const edit = ({ text }: DockerConfig) => ({
    text: text === undefined ? text : takeHelpers(text, { hosts: gone, program: programName, footprint }),
    result: undefined,
  })
  await editConfigFile({ path, edit }, effects)
  const hosts = Object.fromEntries(all.filter(([host]) => served.has(host)))
  await changeRegistration(
    present => ({
      ...present,
      places: present.places.map(each => (isMeant(each) ? { ...each, hosts } : each)),
    }),
    effects,
  )
  return [{ path, registries, store: false, changed: true }]
}

/**
 * What is served according to all that `docker configure` was told.
 * @returns `undefined` where a mistake, a missing file, a variable or `auth.docker.ambient` keeps it from being told
 */
async function servedHosts({ catalog, effects }: Parts): Promise<ReadonlySet<string> | undefined> {
  const { registries, configurations } = readRegistration(effects)
  if (effects.env.get('ATMOS_CLI_CONFIG_PATH')) return undefined
  const served = registries.map(({ host }) => host)
  for (const recorded of configurations) {
    const open = await openSource({ ...recorded, chosen: true }, { catalog, effects, reading: effects })
    // Another branch may be checked out there, or its disk not be there at the moment.
    if (open.session.auth.files.length === 0 && effects.files.stat(recorded.cwd) !== undefined)
      return undefined
    for (const { hosts } of await servings(open)) {
      if (hosts === undefined) return undefined
      served.push(...hosts)
    }
    if (open.session.auth.ambientHelper) return undefined
  }
  return new Set(served)
}
