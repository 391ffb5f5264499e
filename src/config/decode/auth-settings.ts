import { dirname, resolve } from 'node:path'
import { type InferOutput, safeParse } from 'valibot'
import type { AuthConfig, KeyringSettings, Problem } from '../../auth/auth-config.ts'
import type { Environment } from '../../effects/environment.ts'
import { nearest } from '../../errors/nearest.ts'
import { originOf, type Place } from '../source-text.ts'
import { type Branch, child, isNothing } from '../yaml/tree.ts'
import { inspect } from './inspect.ts'
import { unknownKeys } from './known-keys.ts'
import { keyringTypes, realm as realmField, sectionFields, settingsFields } from './settings-fields.ts'

/** The settings of the `auth` section, with what the environment says in their place. */
type AuthSettings = Pick<AuthConfig, 'realm' | 'keyring' | 'isolatedConsole' | 'ambientHelper' | 'problems'>

export function readAuthSettings(auth: Branch, env: Environment): AuthSettings {
  const problems: Problem[] = []
  const read = <Name extends SettingName>(name: Name): Setting<Name> => {
    const tree = child(auth, name)
    if (isNothing(tree)) return undefined
    const inspected = inspect(settingsFields[name], { tree, path: `auth.${name}`, place: tree })
    problems.push(...inspected.problems)
    return inspected.output as Setting<Name>
  }
  // Nothing here heeds it; its mistakes are told all the same.
  read('logs')
  const realm = readRealm(read('realm'), env, problems)
  const consoles = read('console')
  return {
    realm,
    keyring: readKeyring(read('keyring'), { auth, env, problems }),
    isolatedConsole: consoles?.isolated ?? consoles?.isolated_sessions ?? false,
    ambientHelper: read('docker')?.ambient ?? false,
    problems: [...problems, ...unknownKeys({ ...settingsFields, ...sectionFields }, auth, 'auth')],
  }
}

type SettingName = keyof typeof settingsFields

/** `undefined` where it is not set, or set wrong. */
type Setting<Name extends SettingName> = InferOutput<(typeof settingsFields)[Name]> | undefined

function readRealm(written: Setting<'realm'>, env: Environment, problems: Problem[]): AuthConfig['realm'] {
  const named = env.get('ATMOS_AUTH_REALM')
  if (!named) return written === undefined ? undefined : { value: written, source: 'config' }
  const result = safeParse(realmField, named)
  if (result.success) return { value: named, source: 'env' }
  problems.push({ severity: 'error', path: 'ATMOS_AUTH_REALM', message: result.issues[0].message })
  return undefined
}

interface KeyringPlace {
  readonly auth: Branch
  readonly env: Environment
  readonly problems: Problem[]
}

function readKeyring(written: Setting<'keyring'>, { auth, env, problems }: KeyringPlace): KeyringSettings {
  const named = env.get('ATMOS_KEYRING_TYPE')
  const type = keyringTypes.find(known => known === named)
  if (named && type === undefined) problems.push(unknownType(named))
  const path = child(child(child(auth, 'keyring'), 'spec'), 'path')
  return {
    type: type ?? written?.type ?? 'system',
    path: keyringPath(written?.spec?.path, path ?? auth, env),
    passwordEnv:
      env.get('ATMOS_KEYRING_PASSWORD_ENV') || written?.spec?.password_env || 'ATMOS_KEYRING_PASSWORD',
  }
}

function unknownType(named: string): Problem {
  const close = nearest(named, keyringTypes)
  const message = `must be one of ${keyringTypes.join(', ')}`
  return {
    severity: 'error',
    path: 'ATMOS_KEYRING_TYPE',
    message,
    ...(close === undefined ? {} : { next: `Did you mean ${close}?` }),
  }
}

/** From the variable it counts from the working folder, in a file from the file's folder; `~` is the home. */
function keyringPath(written: string | undefined, place: Place, env: Environment): string | undefined {
  const named = env.get('ATMOS_KEYRING_FILE_PATH')
  const path = named || written
  if (path === undefined) return undefined
  if (path.startsWith('~/') && env.home !== undefined) return resolve(env.home, path.slice(2))
  return resolve(named ? env.cwd : dirname(originOf(place).file), path)
}
