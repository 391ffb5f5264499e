import type { Environment } from '../effects/environment.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import { parseDuration } from './duration.ts'
import type { GivenFlags } from './global-flags.ts'

/** What the global flags and their variables say, decided once at the door. */
export interface Settings {
  readonly chdir: string | undefined
  readonly basePath: string | undefined
  readonly configFiles: readonly string[]
  readonly configFolders: readonly string[]
  readonly profiles: readonly string[]
  /** Milliseconds for the whole command; `undefined` leaves the command its own default. */
  readonly timeoutMs: number | undefined
  readonly verbose: boolean
  readonly quiet: boolean
  /** `undefined`: colours where standard error is a terminal. */
  readonly color: boolean | undefined
  readonly forceTty: boolean
  readonly interactive: boolean
}

export function readSettings(given: GivenFlags, env: Pick<Environment, 'get'>): Settings {
  const last = (values: readonly string[] | undefined) => values?.at(-1)
  const value = (flag: readonly string[] | undefined, variable: string) =>
    last(flag) ?? nonEmpty(env.get(variable))
  const list = (flag: readonly string[] | undefined, variable: string) =>
    flag ?? (env.get(variable) ?? '').split(',').filter(part => part.trim() !== '')
  const timeout = value(given.timeout, 'ATMOS_TIMEOUT')
  const level = (value(given['logs-level'], 'ATMOS_LOGS_LEVEL') ?? '').toLowerCase()
  return {
    chdir: value(given.chdir, 'ATMOS_CHDIR'),
    basePath: value(given['base-path'], 'ATMOS_BASE_PATH'),
    configFiles: list(given.config, 'ATMOS_CONFIG'),
    configFolders: list(given['config-path'], 'ATMOS_CONFIG_PATH'),
    profiles: list(given.profile, 'ATMOS_PROFILE'),
    timeoutMs: timeout === undefined ? undefined : timeoutOf(timeout, given),
    verbose: isOn(last(given.verbose) ?? env.get('ATMOS_VERBOSE')) || level === 'debug' || level === 'trace',
    quiet: isOn(last(given.quiet)) || level === 'off',
    color: colorOf(given, env),
    forceTty: isOn(last(given['force-tty']) ?? env.get('ATMOS_FORCE_TTY')),
    interactive: !isOff(last(given.interactive) ?? env.get('ATMOS_INTERACTIVE')),
  }
}

function timeoutOf(text: string, { timeout }: GivenFlags): number {
  try {
    return parseDuration(text)
  } catch (thrown) {
    const { code, what, next = '' } = toFailure(thrown)
    throw new Failure({
      code,
      what: `${timeout === undefined ? 'ATMOS_TIMEOUT' : '--timeout'}: ${what}`,
      next,
    })
  }
}

/** Flags beat variables; among variables, no colour beats colour. */
function colorOf(given: GivenFlags, env: Pick<Environment, 'get'>): boolean | undefined {
  if (given['no-color'] !== undefined) return false
  if (given['force-color'] !== undefined) return true
  if (nonEmpty(env.get('NO_COLOR')) !== undefined || isOn(env.get('ATMOS_NO_COLOR'))) return false
  if (env.get('CLICOLOR') === '0') return false
  if (isOn(env.get('ATMOS_FORCE_COLOR')) || isOn(env.get('CLICOLOR_FORCE'))) return true
  return undefined
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function isOff(text: string | undefined): boolean {
  return ['false', '0', 'no', 'off'].includes((text ?? '').toLowerCase())
}

/** A flag without a value (`''`) is on; an unset variable (`undefined`) is not. */
function isOn(text: string | undefined): boolean {
  return text !== undefined && !isOff(text)
}
