import { dirname } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { systemCode, wordsOf } from '../errors/to-failure.ts'

/** Milliseconds to wait for another process of ours at most; Atmos waits as long for its own locks. */
const longestWait = 10_000

/** How often to start over when somebody who takes no lock of ours wrote in between. */
const tries = 5

export interface Edit {
  readonly path: string
  /**
   * The new content, made from the present one (`undefined`: there is no file). The same content writes
   * nothing, `undefined` removes the file. Called again when a neighbour wrote in between.
   */
  change(before: Uint8Array | undefined): Uint8Array | undefined
  /** Whether to wait for the disk (default); not worth it for what may be lost with the power. */
  readonly flush?: boolean
}

/**
 * Changes one of our private files under its lock: whole or not at all, unreadable to others from birth. For
 * the lock it waits no longer than the command has time.
 * @returns whether anything was changed
 * @throws Failure `file-unwritable`; whatever `change` throws passes through
 */
export async function editFile(edit: Edit, { files, clock }: Needs<'files' | 'clock'>): Promise<boolean> {
  const { path } = edit
  const wait = Math.max(0, Math.min(longestWait, clock.deadline - clock.now()))
  try {
    if (files.stat(path) === undefined && edit.change(undefined) === undefined) return false
    files.makeFolder(dirname(path))
    const release = await files.lock(path, wait)
    if (release === undefined)
      throw unwritable(path, `another process kept it locked for ${Math.round(wait / 100) / 10} s`)
    try {
      return changeLocked(edit, { files })
    } finally {
      release()
    }
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    throw unwritable(path, wordsOf(thrown), thrown)
  }
}

function changeLocked({ path, change, flush = true }: Edit, { files }: Needs<'files'>): boolean {
  for (let attempt = 0; attempt < tries; attempt++) {
    const before = files.read(path)
    const after = change(before)
    if (after === undefined) return files.remove(path)
    if (before !== undefined && Buffer.compare(before, after) === 0) return false
    if (files.replace(path, after, { expect: { bytes: before }, tighten: true, flush }) === 'written')
      return true
  }
  throw unwritable(path, 'another program keeps writing to it')
}

function unwritable(path: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'file-unwritable',
    what: `Could not write ${path}`,
    why,
    next: 'Check who owns the file and its folder, and whether the disk is full',
    cause,
    details: { path },
  })
}
