import type { ChildProcess } from 'node:child_process'

/** Ends a program that leads a group of its own, and all that it started. Silent when it has ended. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // It ended in this very moment.
  }
}
