import { decodeAuth } from './auth-entry.ts'
import type { DockerConfig } from './read-config.ts'

/** Where Docker looks for the login of one host. */
export type Route =
  /** `DOCKER_AUTH_CONFIG` names the host and wins over everything (Docker 28.3 and newer). */
  | { readonly type: 'environment' }
  /** A credential program, e.g. `docker-credential-pass`, and the setting that names it. */
  | { readonly type: 'program'; readonly program: string; readonly setting: 'credHelpers' | 'credsStore' }
  /** Nothing is configured at all, so Docker picks this program by itself, until a login stands in the file. */
  | { readonly type: 'detected'; readonly program: string }
  /** `auths` of config.json. */
  | { readonly type: 'file' }

export interface Surroundings {
  readonly config: DockerConfig
  /** Hosts that `DOCKER_AUTH_CONFIG` names: see `hostsInAuthConfig`. */
  readonly environment: ReadonlySet<string>
  readonly platform: NodeJS.Platform
  /** Whether a program is on PATH. */
  readonly has: (program: string) => boolean
}

/**
 * Where Docker will look: `DOCKER_AUTH_CONFIG`, `credHelpers[host]` (an empty text means the file),
 * `credsStore`, `auths`. Source: docker/cli `cli/config/configfile` and `cli/config/credentials`, tried with
 * Docker 28.2.2.
 * @param host bare and in lower case; keys of `credHelpers` must equal it exactly
 */
export function routeOf(host: string, surroundings: Surroundings): Route {
  const { config, environment } = surroundings
  if (environment.has(host)) return { type: 'environment' }
  const helper = config.credHelpers.get(host)
  if (helper !== undefined) {
    return helper === ''
      ? { type: 'file' }
      : { type: 'program', program: programOf(helper), setting: 'credHelpers' }
  }
  if (config.credsStore !== '') {
    return { type: 'program', program: programOf(config.credsStore), setting: 'credsStore' }
  }
  if (config.auths.size > 0 || config.credHelpers.size > 0) return { type: 'file' }
  const program = detectedProgram(surroundings)
  return program === undefined ? { type: 'file' } : { type: 'detected', program }
}

/**
 * Hosts that `DOCKER_AUTH_CONFIG` names.
 * @returns `undefined` for a value that Docker does not understand; it warns and goes on without it
 */
export function hostsInAuthConfig(value: string | undefined): ReadonlySet<string> | undefined {
  if (value === undefined || value === '') return new Set()
  const root = objectFrom(value)
  if (root === undefined || Object.keys(root).some(key => key.toLowerCase() !== 'auths')) return undefined
  const hosts = Object.values(root).flatMap(auths => Object.entries(auths ?? {}))
  return hosts.every(([, entry]) => isLogin(entry)) ? new Set(hosts.map(([host]) => host)) : undefined
}

function isLogin(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false
  const [field, ...others] = Object.entries(entry)
  if (field === undefined || others.length > 0) return false
  const [key, auth] = field
  return key.toLowerCase() === 'auth' && typeof auth === 'string' && decodeAuth(auth) !== undefined
}

function objectFrom(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function detectedProgram({ platform, has }: Surroundings): string | undefined {
  const name = detectedName(platform, has)
  return has(programOf(name)) ? programOf(name) : undefined
}

function detectedName(platform: NodeJS.Platform, has: Surroundings['has']): string {
  if (platform === 'darwin') return 'osxkeychain'
  if (platform === 'win32') return 'wincred'
  return has('pass') ? 'pass' : 'secretservice'
}

/** The program that `credsStore` or `credHelpers` means by a name. */
export function programOf(store: string): string {
  return `docker-credential-${store}`
}
