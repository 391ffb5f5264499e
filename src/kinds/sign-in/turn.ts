import { dirname } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'

export interface Turn {
  /** File that the lock belongs to; its folder is made. */
  readonly path: string
  /** What is being signed in to, for people. */
  readonly subject: string
  /** How long to wait for another process, milliseconds. */
  readonly limitMs: number
  /** Called once, before it is waited for another process. */
  readonly onWait?: () => void
}

/** After this much waiting, the person is told, milliseconds. */
const quietMs = 300

/**
 * Waits until no other process of this program is at the same sign-in.
 * @returns the function that lets the next one in
 * @throws Failure `login-required` when the other one takes too long; what the file system throws
 */
export async function takeTurn(
  { path, subject, limitMs, onWait }: Turn,
  { files, terminal }: Needs<'files' | 'terminal'>,
): Promise<() => void> {
  files.makeFolder(dirname(path))
  const atOnce = await files.lock(path, quietMs)
  if (atOnce !== undefined) return atOnce
  onWait?.()
  terminal.say(`Waiting for the sign-in to ${subject} that another process has begun\n`)
  const later = await files.lock(path, limitMs)
  if (later !== undefined) return later
  throw new Failure({
    code: 'login-required',
    what: `Nobody finished the sign-in to ${subject} that another process has begun`,
    next: 'Close its window, and run the same command again',
  })
}
