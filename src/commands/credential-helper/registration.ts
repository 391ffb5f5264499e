import { editFile } from '../../auth/edit-file.ts'
import { foldersOf, pathsOf } from '../../auth/folders.ts'
import { isRecord, parseJson } from '../../auth/parse-json.ts'
import type { Needs } from '../../effects/effects.ts'
import type { Environment } from '../../effects/environment.ts'
import { isPlace, type RegisteredPlace } from './registered-place.ts'

/** Where a configuration is read: the folder, and what was said about it there. */
export interface RecordedConfiguration {
  /** Absolute. */
  readonly cwd: string
  /** Absolute paths, as all that follow. */
  readonly configFiles: readonly string[]
  readonly configFolders: readonly string[]
  readonly basePath?: string | undefined
  readonly profiles: readonly string[]
}

/** A registry that was named to `docker configure` itself. */
export interface RecordedRegistry {
  readonly host: string
  /** With which identity, and where that is configured; without it ambient credentials serve. */
  readonly identity?: string | undefined
  readonly configuration?: RecordedConfiguration | undefined
}

/** What `docker configure` was told, so that the helper knows it wherever Docker calls it from. */
export interface Registration {
  /** The latest first. */
  readonly configurations: readonly RecordedConfiguration[]
  readonly registries: readonly RecordedRegistry[]
  /** What was written into whose file. */
  readonly places: readonly RegisteredPlace[]
}

export const noRegistration: Registration = { configurations: [], registries: [], places: [] }

const version = 1

/** @throws Failure when this user has no home folder */
function registrationPath(env: Environment): string {
  const { join } = pathsOf(env)
  return join(foldersOf({ env }).state(), 'docker-credential-atmos.json')
}

/** Nothing is registered where there is no file, or none that can be read or understood. */
export function readRegistration({ env, files }: Needs<'env' | 'files'>): Registration {
  try {
    return decode(files.read(registrationPath(env)))
  } catch {
    return noRegistration
  }
}

/** @throws Failure `file-unwritable` */
export async function changeRegistration(
  change: (present: Registration) => Registration,
  { env, files, clock }: Needs<'env' | 'files' | 'clock'>,
): Promise<void> {
  const edit = (before: Uint8Array | undefined) => encode(change(decode(before)))
  await editFile({ path: registrationPath(env), change: edit }, { files, clock })
}

function encode(registration: Registration): Uint8Array | undefined {
  const { configurations, registries, places } = registration
  if (configurations.length + registries.length + places.length === 0) return undefined
  return Buffer.from(`${JSON.stringify({ version, ...registration }, undefined, 2)}\n`)
}

function decode(bytes: Uint8Array | undefined): Registration {
  const fields = bytes === undefined ? undefined : parseJson(Buffer.from(bytes).toString('utf8'))
  if (!isRecord(fields) || fields.version !== version) return noRegistration
  return {
    configurations: listOf(fields.configurations, isConfiguration),
    registries: listOf(fields.registries, isRegistry),
    places: listOf(fields.places, isPlace),
  }
}

function listOf<T>(value: unknown, is: (each: unknown) => each is T): readonly T[] {
  return Array.isArray(value) ? value.filter(is) : []
}

function isConfiguration(value: unknown): value is RecordedConfiguration {
  if (!isRecord(value) || typeof value.cwd !== 'string') return false
  const { configFiles, configFolders, profiles, basePath } = value
  if (basePath !== undefined && typeof basePath !== 'string') return false
  return [configFiles, configFolders, profiles].every(isTexts)
}

function isRegistry(value: unknown): value is RecordedRegistry {
  if (!isRecord(value) || typeof value.host !== 'string') return false
  const { identity, configuration } = value
  if (identity !== undefined && typeof identity !== 'string') return false
  return configuration === undefined || isConfiguration(configuration)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}
