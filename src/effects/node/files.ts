import { appendFileSync, rmdirSync } from 'node:fs'
import type { Files } from '../files.ts'
import { atomicReplace } from './atomic-replace.ts'
import { leftoversBeside, lockBeside, removeFile } from './beside.ts'
import { settleJournal } from './in-place.ts'
import { followLinks } from './links.ts'
import { sweepSweepers, tryLock } from './lock.ts'
import { makeFolder } from './make-folder.ts'
import { nodeReading } from './read-files.ts'
import { unless } from './system-code.ts'

/** The real file system. */
export function nodeFiles(): Files {
  return {
    ...nodeReading,
    resolve: followLinks,
    replace: atomicReplace,
    append: (path, content) => appendFileSync(path, content, { mode: 0o600 }),
    remove: removeFile,
    removeFolder: path => {
      unless(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(path))
    },
    makeFolder,
    lock: takeLock,
  }
}

/** Milliseconds between two tries for a lock; a random part keeps a crowd from moving in step. */
const pause = { shortest: 4, longest: 40 }

async function takeLock(path: string, waitMs: number): Promise<(() => void) | undefined> {
  const target = followLinks(path)
  const lockPath = lockBeside(target)
  const end = performance.now() + waitMs
  for (let wait = pause.shortest; ; wait = Math.min(wait * 1.5, pause.longest)) {
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
