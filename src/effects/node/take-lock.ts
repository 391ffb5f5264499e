import { leftoversBeside, lockBeside, removeFile } from './beside.ts'
import { settleJournal } from './in-place.ts'
import { followLinks } from './links.ts'
import { sweepSweepers, tryLock } from './lock.ts'

/** Milliseconds between two tries for a lock; a random part keeps a crowd from moving in step. */
const pace = { shortest: 4, longest: 40 }

/** See `Files.lock`. */
export async function takeLock(path: string, waitMs: number): Promise<(() => void) | undefined> {
  const target = followLinks(path)
  const lockPath = lockBeside(target)
  const end = performance.now() + waitMs
  for (let wait = pace.shortest; ; wait = Math.min(wait * 1.5, pace.longest)) {
    const release = tryLock(lockPath)
    if (release !== undefined) {
      cleanUpAfterTheDead(target, lockPath)
      return release
    }
    if (performance.now() >= end) return undefined
    const rest = wait * (0.5 + Math.random())
    await new Promise(resolve => setTimeout(resolve, rest))
  }
}

/** Only the holder of the lock does this, hence nothing here belongs to anybody who still works. */
function cleanUpAfterTheDead(target: string, lockPath: string): void {
  const { journals, unfinished } = leftoversBeside(target)
  for (const journal of journals) settleJournal(target, journal)
  for (const path of unfinished) removeFile(path)
  sweepSweepers(lockPath)
}
