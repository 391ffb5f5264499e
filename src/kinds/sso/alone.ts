import type { SsoPortal } from '../../auth/credentials.ts'
import { pathsOf } from '../../auth/folders.ts'
import { whileAPersonDecides } from '../../auth/person-time.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { systemCode } from '../../errors/to-failure.ts'
import { turnMs } from '../sign-in/limits.ts'
import { cacheFolder } from './cache-files.ts'
import { tokenFileName } from './cache-names.ts'
import { portalKey } from './portal-key.ts'

/** Milliseconds before somebody is told that we wait; a refresh takes less. */
const politePause = 1500

/**
 * Runs `work` while no other process of this program works on the same portal, so that one refresh or one sign-in
 * serves all of them. `work` is told whether the cache is safe to write.
 * @throws Failure `timed-out` when the other one takes too long
 */
export async function alone<T>(
  portal: SsoPortal,
  work: (safe: boolean) => Promise<T>,
  effects: Effects,
): Promise<T> {
  const folder = cacheFolder(effects)
  if (folder === undefined) return await work(false)
  const path = pathsOf(effects.env).join(folder, tokenFileName(portalKey(portal)))
  let release: () => void
  try {
    effects.files.makeFolder(folder)
    release = await turn(path, portal, effects)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    return await work(false)
  }
  try {
    return await work(true)
  } finally {
    release()
  }
}

async function turn(path: string, portal: SsoPortal, effects: Effects): Promise<() => void> {
  const first = await effects.files.lock(path, politePause)
  if (first !== undefined) return first
  return await whileAPersonDecides(() => queue(path, portal, effects), effects)
}

async function queue(path: string, portal: SsoPortal, effects: Effects): Promise<() => void> {
  const { files, clock, terminal } = effects
  const words = `Waiting for another sign-in to ${portal.startUrl}`
  if (terminal.canSignIn && !terminal.isTerminal.stderr) terminal.say(`${words}\n`)
  const spinner = terminal.spin(words)
  try {
    // Without a person here, only a refresh is worth waiting for.
    const limit = terminal.canSignIn ? turnMs : Math.min(turnMs, clock.deadline - clock.now())
    const release = await files.lock(path, Math.max(0, limit - politePause))
    if (release !== undefined) return release
  } finally {
    spinner.stop()
  }
  throw new Failure({
    code: 'timed-out',
    what: `Another process is still busy with the sign-in to ${portal.startUrl}`,
    why: 'it holds the lock on the session',
    next: 'Finish or stop that sign-in, then run this again',
  })
}
