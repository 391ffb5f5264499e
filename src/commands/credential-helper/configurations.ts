import { resolve } from 'node:path'
import type { AuthConfig } from '../../auth/auth-config.ts'
import type { Catalog } from '../../auth/kind.ts'
import type { Settings } from '../../cli/settings.ts'
import { loadConfig } from '../../config/load-config.ts'
import type { LoadNeeds } from '../../config/loading.ts'
import type { Effects } from '../../effects/effects.ts'
import type { Environment } from '../../effects/environment.ts'
import { type Session, sessionOf } from '../session.ts'
import type { RecordedConfiguration, Registration } from './registration.ts'

/** A configuration that may say who serves a host. */
export interface Source extends RecordedConfiguration {
  /** Somebody chose it, by `docker configure` or by a variable; else it just lies around where Docker was called. */
  readonly chosen: boolean
}

/**
 * The configurations to ask, in this order: those that variables name; else those that `docker configure`
 * recorded, the latest first; else what a command of ours would find in the working folder.
 */
export function sourcesFrom(
  registration: Registration,
  settings: Settings,
  env: Environment,
): readonly Source[] {
  const { configFiles, configFolders, basePath, profiles } = settings
  const isNamed = configFiles.length + configFolders.length > 0 || Boolean(env.get('ATMOS_CLI_CONFIG_PATH'))
  if (!isNamed && registration.configurations.length > 0) {
    return registration.configurations.map(recorded => recordedSource(recorded, settings))
  }
  const cwd = settings.chdir === undefined ? env.cwd : resolve(env.cwd, settings.chdir)
  return [{ cwd, configFiles, configFolders, basePath, profiles, chosen: isNamed }]
}

/** Profiles that a variable asks for come before the recorded ones. */
export function recordedSource(recorded: RecordedConfiguration, { profiles }: Settings): Source {
  return { ...recorded, profiles: profiles.length > 0 ? profiles : recorded.profiles, chosen: true }
}

/** What reading a configuration needs; `reading` may keep a record of what is asked. */
export interface Reading {
  readonly catalog: Catalog
  readonly effects: Effects
  readonly reading: LoadNeeds
}

/** A configuration, read. */
export interface OpenSource {
  readonly source: Source
  readonly session: Session
}

/** @throws Failure when it cannot be read */
export async function openSource(
  source: Source,
  { catalog, effects, reading }: Reading,
): Promise<OpenSource> {
  const there: LoadNeeds = { ...reading, env: standingIn(reading.env, source.cwd) }
  const { configFiles, configFolders, basePath, profiles } = source
  const auth: AuthConfig = await loadConfig(
    { configFiles, configFolders, basePath, profiles },
    catalog,
    there,
  )
  const env = standingIn(effects.env, source.cwd)
  return { source, session: sessionOf(auth, { catalog, effects: { ...effects, env } }) }
}

/** The same environment in another folder. Its own is never read, so that a record does not take it for an input. */
function standingIn(env: Environment, cwd: string): Environment {
  return {
    get: name => env.get(name),
    all: () => env.all(),
    platform: env.platform,
    uid: env.uid,
    node: env.node,
    cwd,
    get home() {
      return env.home
    },
  }
}
