import { posix, win32 } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import type { Environment } from '../effects/environment.ts'
import { Failure } from '../errors/failure.ts'

/**
 * The four folders that Atmos keeps under, each with `atmos` at its end. They are worked out when asked for:
 * a program that never needs one never needs a home folder either.
 */
export interface Folders {
  /** What other tools read: AWS credentials and config files. @throws Failure when no home folder is known */
  config(): string
  /** What can be made again. @throws as `config` */
  cache(): string
  /** What must be kept: the encrypted store. @throws as `config` */
  data(): string
  /** What we remember between runs: the ledger, sessions. @throws as `config` */
  state(): string
}

/**
 * The folders by Atmos's rules: `ATMOS_XDG_…_HOME`, then `XDG_…_HOME` (absolute ones only, as the XDG
 * specification asks), then the usual place, which is the same on macOS as on Linux.
 */
export function foldersOf({ env }: Needs<'env'>): Folders {
  const { join, isAbsolute } = pathsOf(env)
  const home = (): string => env.home ?? noHome()
  const appData = (): string => env.get('LOCALAPPDATA') || join(home(), 'AppData', 'Local')
  const chosen = (word: string): string | undefined =>
    [`ATMOS_XDG_${word}_HOME`, `XDG_${word}_HOME`]
      .map(name => env.get(name) ?? '')
      .find(value => isAbsolute(value))
  const usual = (unix: readonly string[], windows: readonly string[]): string =>
    env.platform === 'win32' ? join(appData(), ...windows) : join(home(), ...unix)
  return {
    config: () => join(chosen('CONFIG') ?? usual(['.config'], []), 'atmos'),
    cache: () => join(chosen('CACHE') ?? usual(['.cache'], ['cache']), 'atmos'),
    data: () => join(chosen('DATA') ?? usual(['.local', 'share'], []), 'atmos'),
    state: () => join(chosen('STATE') ?? usual(['.local', 'state'], []), 'atmos'),
  }
}

/** How paths are put together where the program runs; a test may pretend another system. */
export function pathsOf({ platform }: Pick<Environment, 'platform'>): typeof posix {
  return platform === 'win32' ? win32 : posix
}

function noHome(): never {
  throw new Failure({
    code: 'config-invalid',
    what: 'There is no place for files of this user',
    why: 'the system knows no home folder for this user, and HOME is not set',
    next: 'Set HOME, or XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_DATA_HOME and XDG_STATE_HOME',
  })
}
