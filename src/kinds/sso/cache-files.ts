import { pathsOf } from '../../auth/folders.ts'
import type { Needs } from '../../effects/effects.ts'
import { systemCode } from '../../errors/to-failure.ts'

/** `~/.aws/sso/cache`; `undefined` where nobody has a home. */
export function cacheFolder({ env }: Needs<'env'>): string | undefined {
  return env.home === undefined ? undefined : pathsOf(env).join(env.home, '.aws', 'sso', 'cache')
}

/** The text of a file; `undefined` when it is absent or cannot be read. */
export function readText(path: string, { files }: Needs<'files'>): string | undefined {
  const bytes = whereAllowed(() => files.read(path))
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

/**
 * Does something with files that is no reason to fail: what the cache cannot give or take, a sign-in can.
 * @returns `undefined` where the system refuses it. @throws whatever else goes wrong
 */
export function whereAllowed<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    return undefined
  }
}
