import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { nameBeside, removeFile } from './beside.ts'
import { flushFolder, writeDurably } from './durable.ts'
import { unless } from './system-code.ts'

/** Both states of a file while it is overwritten, base64. */
interface Journal {
  readonly before: string
  readonly after: string
}

/**
 * Overwrites a file that cannot be renamed over (a mount, or an owner we cannot give). A journal beside it,
 * private, lets the next run restore the old content should this one be killed in the middle.
 */
export function overwriteInPlace(path: string, before: Uint8Array, after: Uint8Array): void {
  const descriptor = openSync(path, 'r+')
  try {
    const journal = writeJournal(path, before, after)
    writeDurably(descriptor, after)
    ftruncateSync(descriptor, after.length)
    removeFile(journal)
  } finally {
    closeSync(descriptor)
  }
}

/** Brings a half-overwritten file back to its old content; a whole one, old or new or anyone's, stays. */
export function settleJournal(path: string, journalPath: string): void {
  const journal = readJournal(journalPath)
  const now = unless(['ENOENT'], () => readFileSync(path))
  if (journal !== undefined && now !== undefined) {
    const before = Buffer.from(journal.before, 'base64')
    if (isTorn(now, before, Buffer.from(journal.after, 'base64'))) {
      const descriptor = openSync(path, 'r+')
      try {
        writeDurably(descriptor, before)
        ftruncateSync(descriptor, before.length)
      } finally {
        closeSync(descriptor)
      }
    }
  }
  removeFile(journalPath)
}

/** A beginning of the new content with the rest of the old one behind it: what a killed overwrite leaves. */
function isTorn(now: Buffer, before: Buffer, after: Buffer): boolean {
  if (now.equals(before) || now.equals(after)) return false
  let same = 0
  while (same < now.length && now[same] === after[same]) same += 1
  return now.subarray(same).equals(before.subarray(same))
}

function writeJournal(path: string, before: Uint8Array, after: Uint8Array): string {
  const journalPath = nameBeside(path, 'journal')
  const journal: Journal = {
    before: Buffer.from(before).toString('base64'),
    after: Buffer.from(after).toString('base64'),
  }
  const descriptor = openSync(journalPath, 'wx', 0o600)
  try {
    writeDurably(descriptor, Buffer.from(JSON.stringify(journal)))
  } finally {
    closeSync(descriptor)
  }
  flushFolder(dirname(path))
  return journalPath
}

/** `undefined` for a journal that was itself cut off: then the overwrite had not begun. */
function readJournal(path: string): Journal | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Journal
  } catch {
    return undefined
  }
}
