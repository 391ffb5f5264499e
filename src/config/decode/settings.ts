import { dirname, resolve } from 'node:path'
import { type GenericSchema, type InferOutput, safeParse } from 'valibot'
import type { AuthConfig, KeyringSettings, Problem } from '../../auth/auth-config.ts'
import type { Environment } from '../../effects/environment.ts'
import { nearest } from '../../errors/nearest.ts'
import { originOf, type Place } from '../source-text.ts'
import { type Branch, child, isNothing } from '../yaml/tree.ts'
import { inspect } from './inspect.ts'
import { unknownKeys } from './known-keys.ts'
import {
  type consoleSettings,
  type docker,
  type keyring,
  keyringTypes,
  realm as realmField,
  settingsFields,
} from './settings-fields.ts'

/** The settings of the `auth` section, with what the environment says in their place. */
export type Settings = Pick<
  AuthConfig,
  'realm' | 'keyring' | 'isolatedConsole' | 'ambientHelper' | 'problems'
>

export function readSettings(auth: Branch, env: Environment): Settings {
  const problems: Problem[] = []
  const read = <S extends GenericSchema>(name: keyof typeof settingsFields) => {
    const tree = child(auth, name)
    if (isNothing(tree)) return undefined
    const inspected = inspect(settingsFields[name], { tree, path: `auth.${name}`, place: tree })
    problems.push(...inspected.problems)
    return inspected.output as InferOutput<S> | undefined
  }
  read('logs')
  const realm = readRealm(read('realm'), env, problems)
  const isolated = read<typeof consoleSettings>('console')
  const sections = Object.fromEntries(
    ['providers', 'identities', 'integrations'].map(name => [name, anything]),
  )
  return {
    realm,
    keyring: readKeyring(read<typeof keyring>('keyring'), { auth, env, problems }),
    isolatedConsole: isolated?.isolated ?? isolated?.isolated_sessions ?? false,
    ambientHelper: read<typeof docker>('docker')?.ambient ?? false,
    problems: [...problems, ...unknownKeys({ ...settingsFields, ...sections }, auth, 'auth')],
  }
}

const anything = { type: 'unknown' } as unknown as GenericSchema

function readRealm(written: unknown, env: Environment, problems: Problem[]): AuthConfig['realm'] {
  const named = env.get('ATMOS_AUTH_REALM')
  if (!named) return typeof written === 'string' ? { value: written, source: 'config' } : undefined
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

function readKeyring(
  written: InferOutput<typeof keyring> | undefined,
  { auth, env, problems }: KeyringPlace,
): KeyringSettings {
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
