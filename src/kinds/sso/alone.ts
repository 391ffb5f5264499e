import type { SsoPortal } from '../../auth/credentials.ts'
import { pathsOf } from '../../auth/folders.ts'
import type { Effects } from '../../effects/effects.ts'
import { systemCode } from '../../errors/to-failure.ts'
import { takeTurn } from '../sign-in/turn.ts'
import { cacheFolder } from './cache-files.ts'
import { tokenFileName } from './cache-names.ts'
import { portalKey } from './portal-key.ts'

export interface PortalTurn {
  readonly portal: SsoPortal
  /** As of `Turn`. */
  readonly patienceMs?: number | undefined
}

/**
 * Runs `work` while no other process of this program works on the same portal, so that one refresh or one sign-in
 * serves all of them. `work` is told whether the cache is safe to write.
 * @throws Failure as `takeTurn` when the other one takes too long
 */
export async function alone<T>(
  turn: PortalTurn,
  work: (safe: boolean) => Promise<T>,
  effects: Effects,
): Promise<T> {
  const release = await turnAt(turn, effects)
  try {
    return await work(release !== undefined)
  } finally {
    release?.()
  }
}

/** @returns `undefined` where the cache takes no lock, and hence no session either */
async function turnAt(
  { portal, patienceMs }: PortalTurn,
  effects: Effects,
): Promise<(() => void) | undefined> {
  const folder = cacheFolder(effects)
  if (folder === undefined) return undefined
  const path = pathsOf(effects.env).join(folder, tokenFileName(portalKey(portal)))
  try {
    return await takeTurn({ path, subject: portal.startUrl, patienceMs }, effects)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    return undefined
  }
}
