import { dirname } from 'node:path'
import { type DockerConfig, readConfig } from '../../docker/read-config.ts'
import type { Needs } from '../../effects/effects.ts'
import type { FileFacts } from '../../effects/files.ts'
import { busy, invalid, notAFile, unwritable } from './file-failures.ts'

type FileEffects = Needs<'files' | 'clock'>

/** Milliseconds to wait for other runs of this program. */
const lockPatience = 20_000

/** How often a neighbour who knows no lock (Docker itself) may come between before we give up. */
const maxRounds = 10

/** What an edit wishes the file to hold (`undefined`: no file), and what it has to say about it. */
export interface Edited<T> {
  readonly text: string | undefined
  readonly result: T
}

/**
 * Reads config.json as Docker would.
 * @throws Failure `docker-config-invalid`, `docker-config-unwritable`
 */
export async function readConfigFile(path: string, effects: Needs<'files'>): Promise<DockerConfig> {
  return (await read(path, effects)).config
}

/** Facts of config.json. @throws Failure `docker-config-unwritable`, also for links that go in a circle */
export function configFileFacts(path: string, { files }: Needs<'files'>): FileFacts | undefined {
  return orUnwritable(path, { files }, () => files.stat(path))
}

/**
 * Changes config.json under our lock. `edit` must change nothing when applied to its own result: it is
 * applied again to what stands in the file after the rename, until nothing is left to change, so that a
 * neighbour's write in between is neither lost nor wins.
 * @returns `written`: what the edit said about what was written last, if anything was; `standing`: what it
 *   said when nothing was left to change; and the configuration that stands there now
 * @throws Failure `docker-config-invalid`, `docker-config-unwritable`, `docker-config-busy`
 */
export async function editConfigFile<T>(
  request: { readonly path: string; readonly edit: (config: DockerConfig) => Edited<T> },
  effects: FileEffects,
): Promise<{ readonly written: T | undefined; readonly standing: T; readonly config: DockerConfig }> {
  const { path } = request
  const release = await lock(path, effects)
  try {
    let written: T | undefined
    for (let round = 0; round < maxRounds; round += 1) {
      const { config, bytes } = await read(path, effects)
      const wish = request.edit(config)
      if (wish.text === config.text) return { written, standing: wish.result, config }
      if (put(path, { text: wish.text, bytes }, effects)) written = wish.result
    }
  } finally {
    release()
  }
  throw busy(path, 'another program keeps changing it')
}

async function read(path: string, effects: Needs<'files'>) {
  // A rename would put a file in the place of a pipe, and whoever serves it would be cut off.
  if (configFileFacts(path, effects)?.type === 'other') throw notAFile(path)
  const bytes = orUnwritable(path, effects, () => effects.files.read(path))
  const reading = readConfig(bytes)
  if ('config' in reading) return { config: reading.config, bytes }
  const { problem } = reading
  if (problem.notJson !== true) throw invalid(path, problem)
  const { explainJsonError } = await import('../../docker/json-error.ts')
  throw invalid(path, explainJsonError(Buffer.from(bytes ?? []).toString('utf8')))
}

/** @returns whether it was written; not when the file has changed since it was read */
function put(
  path: string,
  wish: { readonly text: string | undefined; readonly bytes: Uint8Array | undefined },
  { files }: Needs<'files'>,
): boolean {
  const { text, bytes } = wish
  return orUnwritable(path, { files }, () => {
    if (text !== undefined) return files.replace(path, text, { expect: { bytes } }) === 'written'
    const isUnchanged = Buffer.compare(files.read(path) ?? Buffer.of(), bytes ?? Buffer.of()) === 0
    return isUnchanged && files.remove(files.resolve(path))
  })
}

async function lock(path: string, { files, clock }: FileEffects): Promise<() => void> {
  const patience = Math.max(0, Math.min(lockPatience, clock.deadline - clock.now()))
  let release: (() => void) | undefined
  try {
    const folder = dirname(files.resolve(path))
    if (files.stat(folder) === undefined) files.makeFolder(folder)
    release = await files.lock(path, patience)
  } catch (thrown) {
    throw unwritable(path, thrown, { files })
  }
  if (release === undefined) throw busy(path, 'other runs of this program are changing it')
  return release
}

function orUnwritable<T>(path: string, effects: Needs<'files'>, call: () => T): T {
  try {
    return call()
  } catch (thrown) {
    throw unwritable(path, thrown, effects)
  }
}
