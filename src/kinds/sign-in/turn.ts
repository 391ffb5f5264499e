import { dirname } from 'node:path'
import { whileAPersonDecides } from '../../auth/person-time.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { turnMs } from './limits.ts'

export interface Turn {
  /** File that the lock belongs to; its folder is made. */
  readonly path: string
  /** What is being signed in to, for people. */
  readonly subject: string
  /** Milliseconds to wait at most, where there is something to go on with when another process takes its time. */
  readonly patienceMs?: number | undefined
  /** Called once, before it is waited for another process. */
  readonly onWait?: () => void
}

/** Milliseconds before a person is told that we wait; prolonging a session takes less. */
const quietMs = 1500

/**
 * Waits until no other process of this program is at the same sign-in. Unless the turn says how long, a person waits
 * as long as somebody may take to sign in, which is not the command's time, and where nobody is, the command's
 * deadline ends it.
 * @returns the function that lets the next one in
 * @throws Failure `login-required` (a person) or `timed-out` (nobody) when the other one takes too long; what the
 *   file system throws
 */
export async function takeTurn(
  turn: Turn,
  effects: Needs<'files' | 'terminal' | 'clock'>,
): Promise<() => void> {
  const { files, terminal, clock } = effects
  files.makeFolder(dirname(turn.path))
  const atOnce = await files.lock(turn.path, 0)
  if (atOnce !== undefined) return atOnce
  turn.onWait?.()
  const rest = Math.min(turn.patienceMs ?? turnMs, clock.deadline - clock.now())
  const waited =
    terminal.canSignIn && turn.patienceMs === undefined
      ? await whileAPersonDecides(() => queue(turn, turnMs, effects), effects)
      : await queue(turn, rest, effects)
  if (waited !== undefined) return waited
  throw stillBusy(turn, effects)
}

async function queue(
  { path, subject }: Turn,
  limitMs: number,
  { files, terminal }: Needs<'files' | 'terminal'>,
): Promise<(() => void) | undefined> {
  const soon = await files.lock(path, Math.max(0, Math.min(quietMs, limitMs)))
  if (soon !== undefined || limitMs <= quietMs) return soon
  const words = `Waiting for another process to sign in to ${subject} (Ctrl-C stops)`
  if (terminal.canSignIn && !terminal.isTerminal.stderr) terminal.say(`${words}\n`)
  const spinner = terminal.spin(words)
  try {
    return await files.lock(path, limitMs - quietMs)
  } finally {
    spinner.stop()
  }
}

/** For a person it is a sign-in that nobody finished in time, like any other; without one, a limit that was reached. */
function stillBusy({ subject }: Turn, { terminal }: Needs<'terminal'>): Failure {
  const minutes = Math.round(turnMs / 60_000)
  return new Failure({
    ...(terminal.canSignIn
      ? { code: 'login-required', why: `nobody finished it within ${minutes} minutes` }
      : { code: 'timed-out', why: "this command's time was over first" }),
    what: `Another process is still signing in to ${subject}`,
    next: 'Finish or stop that sign-in, then run the same command again',
  })
}
