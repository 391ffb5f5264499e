import type { KeyringSettings } from '../auth/auth-config.ts'
import { foldersOf, pathsOf } from '../auth/folders.ts'
import type { Needs } from '../effects/effects.ts'

/** Which store is meant, after the environment had its say. Paths are worked out when asked for. */
export interface Keyring {
  readonly type: KeyringSettings['type']
  /** Variable that holds the password of the encrypted file, and whether it holds one. */
  readonly variable: string
  readonly hasPassword: boolean
  encryptedPath(): string
  sessionsPath(): string
}

const types = ['system', 'file', 'memory', 'none'] satisfies KeyringSettings['type'][]

/**
 * `ATMOS_KEYRING_TYPE`, `ATMOS_KEYRING_FILE_PATH` and `ATMOS_KEYRING_PASSWORD_ENV` win over the configuration. A
 * type nobody knows is refused where the configuration is read, so it does not count here.
 */
export function keyringOf(settings: KeyringSettings, { env }: Needs<'env'>): Keyring {
  const wanted = env.get('ATMOS_KEYRING_TYPE')
  const variable = env.get('ATMOS_KEYRING_PASSWORD_ENV') || settings.passwordEnv
  const path = env.get('ATMOS_KEYRING_FILE_PATH') || settings.path
  const { join } = pathsOf(env)
  return {
    type: types.find(known => known === wanted) ?? settings.type,
    variable,
    hasPassword: (env.get(variable) ?? '') !== '',
    encryptedPath: () => join(folderOf(path, { env }), 'atmos-auth.json'),
    sessionsPath: () => join(foldersOf({ env }).state(), 'sessions.json'),
  }
}

/** Atmos names a folder; it takes the folder of a path that looks like a file. */
function folderOf(path: string | undefined, { env }: Needs<'env'>): string {
  const { join, resolve, extname, dirname } = pathsOf(env)
  if (path === undefined) return join(foldersOf({ env }).data(), 'keyring')
  const spelled = /^~[/\\]/.test(path) && env.home !== undefined ? join(env.home, path.slice(2)) : path
  const whole = resolve(env.cwd, spelled)
  return extname(whole) === '' ? whole : dirname(whole)
}
