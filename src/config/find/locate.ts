import { join, resolve } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import type { LoadOptions } from '../options.ts'
import { ancestors, gitRoot } from './git-folder.ts'
import { typeAt } from './probe.ts'
import { yamlFilesBelow } from './yaml-files.ts'

/** One place that configuration was found in. Later layers win over earlier ones. */
export interface Layer {
  readonly place: 'system' | 'home' | 'parent' | 'git-root' | 'working-folder' | 'variable' | 'selected'
  readonly folder: string
  /** Its `atmos.yaml`; `undefined` where there are only fragments. */
  readonly file: string | undefined
  /** Files of `atmos.d/` and `.atmos.d/`, in the order they apply (all before `file`). */
  readonly fragments: readonly string[]
  /** Whether `import:` is carried out; Atmos does not for the system's file. */
  readonly imports: boolean
}

/** Files by which a folder above counts as one with a configuration, read or not. */
const mainFiles = ['atmos.yaml', 'atmos.yml', '.atmos.yaml', '.atmos.yml']

/** What counts as "the working folder has its own configuration", read or not. */
const localNames = [...mainFiles, '.atmos', '.atmos.d', 'atmos.d']

type LocateNeeds = Needs<'files' | 'env'>

/**
 * Finds the configuration as Atmos does: system, home, nearest parent, Git root, working folder,
 * `ATMOS_CLI_CONFIG_PATH`; files and folders that were asked for replace all of these.
 * @throws Failure `config-not-found` when something that was asked for is not there
 */
export function locate(options: LoadOptions, effects: LocateNeeds): readonly Layer[] {
  const { configFiles = [], configFolders = [] } = options
  if (configFiles.length + configFolders.length > 0) return selected(configFiles, configFolders, effects)
  const layers = [...machineLayers(effects), ...projectLayers(effects), ...variableLayer(effects)]
  // One folder may be several places; it counts once, as the strongest of them.
  const last = new Map(layers.map(layer => [layer.folder, layer]))
  return layers.filter(
    layer => last.get(layer.folder) === layer && (layer.file !== undefined || layer.fragments.length > 0),
  )
}

function selected(configFiles: readonly string[], folders: readonly string[], effects: LocateNeeds): Layer[] {
  const fromFiles = configFiles.map((name): Layer => {
    const file = resolve(effects.env.cwd, name)
    if (typeAt(file, effects) !== 'file') throw notThere(`There is no file ${file}`)
    return { place: 'selected', folder: resolve(file, '..'), file, fragments: [], imports: true }
  })
  const fromFolders = folders.map(name => {
    const layer = layerOf('selected', resolve(effects.env.cwd, name), effects)
    if (layer.file === undefined) throw notThere(`There is no atmos.yaml in ${layer.folder}`)
    return layer
  })
  return [...fromFiles, ...fromFolders]
}

function notThere(what: string): Failure {
  return new Failure({
    code: 'config-not-found',
    what,
    next: 'Correct --config, --config-path, ATMOS_CONFIG or ATMOS_CONFIG_PATH',
  })
}

function machineLayers(effects: LocateNeeds): Layer[] {
  const { env } = effects
  const localAppData = env.get('LOCALAPPDATA')
  const system =
    env.platform === 'win32' ? localAppData && join(localAppData, 'atmos') : '/usr/local/etc/atmos'
  const layers: Layer[] = []
  if (system) layers.push({ ...layerOf('system', system, effects), imports: false })
  if (env.home !== undefined) layers.push(layerOf('home', join(env.home, '.atmos'), effects))
  return layers
}

function projectLayers(effects: LocateNeeds): Layer[] {
  const { cwd } = effects.env
  const layers: Layer[] = []
  const root = effects.env.get('ATMOS_GIT_ROOT_BASEPATH') === 'false' ? undefined : gitRoot(cwd, effects)
  // Its fragments are read from everywhere in the repository, its file only where nothing stands in the working folder.
  if (root !== undefined) layers.push({ ...layerOf('git-root', root, effects), file: undefined })
  if (!hasLocal(cwd, effects) && !effects.env.get('ATMOS_CLI_CONFIG_PATH')) {
    const parent = ancestors(cwd)
      .slice(1)
      .find(folder => holdsMainFile(folder, effects))
    if (parent !== undefined) layers.push(layerOf('parent', parent, effects))
    if (root !== undefined) layers.push(layerOf('git-root', root, effects))
  }
  return [...layers, layerOf('working-folder', cwd, effects)]
}

function variableLayer(effects: LocateNeeds): Layer[] {
  const folder = effects.env.get('ATMOS_CLI_CONFIG_PATH')
  return folder ? [layerOf('variable', resolve(effects.env.cwd, folder), effects)] : []
}

function layerOf(place: Layer['place'], folder: string, effects: LocateNeeds): Layer {
  const names = ['atmos.yaml', 'atmos.yml'].map(name => join(folder, name))
  return {
    place,
    folder,
    file: names.find(path => typeAt(path, effects) === 'file'),
    fragments: ['atmos.d', '.atmos.d'].flatMap(name => yamlFilesBelow(join(folder, name), effects)),
    imports: true,
  }
}

function hasLocal(folder: string, effects: LocateNeeds): boolean {
  return localNames.some(name => typeAt(join(folder, name), effects) !== undefined)
}

function holdsMainFile(folder: string, effects: LocateNeeds): boolean {
  return mainFiles.some(name => typeAt(join(folder, name), effects) === 'file')
}
