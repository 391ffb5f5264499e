import { join } from 'node:path'
import type { Needs } from '../effects/effects.ts'

/** The user's folder for configuration: `ATMOS_XDG_CONFIG_HOME`, `XDG_CONFIG_HOME`, or the system's own. */
export function configHome({ env }: Needs<'env'>): string | undefined {
  const named = env.get('ATMOS_XDG_CONFIG_HOME') || env.get('XDG_CONFIG_HOME')
  if (named) return named
  if (env.platform === 'win32' && env.get('LOCALAPPDATA')) return env.get('LOCALAPPDATA')
  return env.home === undefined ? undefined : join(env.home, '.config')
}
