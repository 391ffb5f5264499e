import { dirname, join, resolve } from 'node:path'
import type { AuthConfig, Problem } from '../auth/auth-config.ts'
import type { Catalog } from '../auth/kind.ts'
import { brokenEntries } from '../auth/plan.ts'
import { Failure } from '../errors/failure.ts'
import { decodeAuth } from './decode/auth-section.ts'
import { loadDiscovered } from './discovered-layers.ts'
import { loadFile } from './load-file.ts'
import { attempt, type Loading, type LoadNeeds, startLoading } from './loading.ts'
import { type Layer, locate } from './locate.ts'
import { mergeAll } from './merge.ts'
import type { LoadOptions } from './options.ts'
import { typeAt } from './probe.ts'
import { chosenProfiles, findProfile, type ProfilePlaces } from './profiles.ts'
import { refusePrograms } from './refuse-programs.ts'
import { promoted, topLevelVariables } from './variables.ts'
import { type Branch, child, emptyBranch } from './yaml/tree.ts'

/**
 * Finds, reads, merges and decodes the configuration, as Atmos does: base files, then profiles on top.
 * Mistakes inside an entry stay with the entry. No configuration at all gives an empty one (`files` is
 * empty then).
 * @throws Failure when a file that is needed cannot be had or read, or a profile is not there; with
 *   `collect` these become problems too
 */
export async function loadConfig(
  options: LoadOptions,
  catalog: Catalog,
  effects: LoadNeeds,
): Promise<AuthConfig> {
  const { loading, root, folder, env } = await loadTree(options, effects)
  const auth = decodeAuth(root, catalog, env)
  if (options.collect !== true) mustBeUsable(auth.problems)
  const missing = loading.files.length === 0 ? { soughtIn: soughtIn(effects) } : {}
  const problems = [...loading.problems, ...auth.problems]
  return { ...auth, ...missing, folder, files: loading.files, problems }
}

function soughtIn({ env }: LoadNeeds): string {
  const named = env.get('ATMOS_CLI_CONFIG_PATH')
  if (!named) return `from ${env.cwd} upwards`
  const folder = resolve(env.cwd, named)
  return `in ${env.cwd} and ${folder} (folders above are not searched, because ATMOS_CLI_CONFIG_PATH is set)`
}

/** Parts that no command can do without: a mistake in one must not lead to another place or person. */
const essential =
  /^(auth|auth\.(providers|identities|integrations|realm|keyring)(\..*)?|profiles(\..*)?|ATMOS_.*)$/

function mustBeUsable(problems: readonly Problem[]): void {
  const grave = problems.filter(({ severity, path }) => severity === 'error' && essential.test(path))
  if (grave.length === 0) return
  const { why, next, details } = brokenEntries(grave)
  const what = 'The configuration has a mistake that every command depends on'
  throw new Failure({ code: 'config-invalid', what, ...(why && { why }), ...(next && { next }), details })
}

/** The places that profiles of this configuration are found in, for listing them. */
export async function loadProfilePlaces(options: LoadOptions, effects: LoadNeeds): Promise<ProfilePlaces> {
  const loading = startLoading({ ...options, collect: true }, effects)
  const layers = await loadLayers(loading)
  return { configFolder: configFolderOf(layers, effects), root: rootOf(loading) }
}

async function loadTree(options: LoadOptions, effects: LoadNeeds) {
  const loading = startLoading(options, effects)
  const layers = await loadLayers(loading)
  const base = rootOf(loading)
  const profiled = await loadProfiles(loading, { configFolder: configFolderOf(layers, effects), root: base })
  const written = profiled ? rootOf(loading) : base
  const root = (await loadDiscovered(loading, written)) ? rootOf(loading) : written
  const folder = layers.length === 0 ? undefined : configFolderOf(layers, effects)
  return { loading, root, folder, env: promoted(effects.env, topLevelVariables(root)) }
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
  let layers: readonly Layer[] = []
  await attempt(loading, async () => {
    layers = locate(loading.options, loading.effects)
  })
  noteDotFile(loading)
  return layers
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
  await attempt(loading, async () => {
    if (section !== undefined) refusePrograms('profiles', section)
  })
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
