import { dirname, join } from 'node:path'
import type { Problem } from '../auth/auth-config.ts'
import { loadDiscovered } from './discovered-layers.ts'
import { type Layer, locate } from './find/locate.ts'
import { typeAt } from './find/probe.ts'
import { loadFile } from './load-file.ts'
import { attempt, type Loading, type LoadNeeds, startLoading } from './loading.ts'
import { mergeAll } from './merge.ts'
import type { LoadOptions } from './options.ts'
import { chosenProfiles, findProfile, type ProfilePlaces } from './profiles.ts'
import { refusePrograms } from './refuse-programs.ts'
import { promoted, topLevelVariables } from './variables.ts'
import { type Branch, child, emptyBranch } from './yaml/tree.ts'

/** Everything that was written, merged, with nothing in it looked at. */
interface LoadedTree {
  readonly root: Branch
  /** Folder of the strongest file; `undefined` without any file. */
  readonly folder: string | undefined
  /** In the order they were applied. */
  readonly files: readonly string[]
  readonly problems: readonly Problem[]
}

/**
 * Finds and reads all files, and lays them over each other: what providers were found to offer at the bottom, then
 * the base files, then profiles.
 * @throws Failure as `loadConfig` does for files and profiles
 */
export async function loadTree(options: LoadOptions, effects: LoadNeeds): Promise<LoadedTree> {
  const loading = startLoading(options, effects)
  const layers = await loadLayers(loading)
  const base = rootOf(loading)
  const profiled = await loadProfiles(loading, { configFolder: configFolderOf(layers, effects), root: base })
  const written = profiled ? rootOf(loading) : base
  const root = (await loadDiscovered(loading, written)) ? rootOf(loading) : written
  const folder = layers.length === 0 ? undefined : configFolderOf(layers, effects)
  return { root, folder, files: loading.files, problems: loading.problems }
}

/** The places that profiles of this configuration are found in, for listing them. */
export async function loadProfilePlaces(options: LoadOptions, effects: LoadNeeds): Promise<ProfilePlaces> {
  const loading = startLoading({ ...options, collect: true }, effects)
  const layers = await loadLayers(loading)
  return { configFolder: configFolderOf(layers, effects), root: rootOf(loading) }
}

async function loadLayers(loading: Loading): Promise<readonly Layer[]> {
  const layers = await located(loading)
  for (const layer of layers) {
    for (const path of [...layer.fragments, ...(layer.file === undefined ? [] : [layer.file])]) {
      await attempt(loading, () =>
        loadFile(loading, { reference: { type: 'local', path }, imports: layer.imports }),
      )
    }
  }
  return layers
}

async function located(loading: Loading): Promise<readonly Layer[]> {
  const layers = await attempt(loading, () => locate(loading.options, loading.effects))
  noteDotFile(loading)
  return layers ?? []
}

/** A trap of Atmos: the file makes a folder count as one with its own configuration, but is never read. */
function noteDotFile({ effects, problems }: Loading): void {
  const { cwd } = effects.env
  const exists = (name: string) => typeAt(join(cwd, name), effects) === 'file'
  const hidden = ['.atmos.yaml', '.atmos.yml'].find(exists)
  if (hidden === undefined || exists('atmos.yaml') || exists('atmos.yml')) return
  problems.push({
    severity: 'warning',
    path: '',
    message: `${hidden} is not read: like Atmos, this program reads atmos.yaml only`,
    next: 'Rename it to atmos.yaml',
    origin: { file: join(cwd, hidden), line: 1, column: 1 },
  })
}

/** The folder that profiles count from: that of the strongest file, else where we are. */
function configFolderOf(layers: readonly Layer[], { env }: LoadNeeds): string {
  const strongest = layers.findLast(layer => layer.file !== undefined) ?? layers.at(-1)
  if (strongest === undefined) return env.cwd
  return strongest.file === undefined ? strongest.folder : dirname(strongest.file)
}

function rootOf(loading: Loading): Branch {
  const nowhere = { file: loading.effects.env.cwd, text: '', remote: false }
  return mergeAll(emptyBranch(nowhere), loading.layers)
}

/** @returns whether any was applied */
async function loadProfiles(loading: Loading, places: ProfilePlaces): Promise<boolean> {
  const { effects, options } = loading
  const env = promoted(effects.env, topLevelVariables(places.root))
  const section = child(places.root, 'profiles')
  if (section !== undefined) await attempt(loading, () => refusePrograms('profiles', section))
  const chosen = chosenProfiles(options.profiles ?? [], places.root, { env })
  for (const one of chosen) {
    await attempt(loading, async () => {
      const profile = findProfile(one, places, { env, files: effects.files })
      for (const path of profile.files) {
        await attempt(loading, () => loadFile(loading, { reference: { type: 'local', path } }))
      }
    })
  }
  return chosen.length > 0
}
