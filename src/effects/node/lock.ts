import {
  closeSync,
  lutimesSync,
  openSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { beforeEnd } from './before-end.ts'
import { lastChange, removeFile } from './beside.ts'
import { isDead, ownOwner, readOwner, writeOwner } from './owner.ts'
import { codeOf } from './system-code.ts'

/**
 * A lock is a symbolic link that leads nowhere and whose text names its owner: made in one step together
 * with its content, so that no kill leaves one that nobody owns. Where links cannot be made it is a file
 * with the same text.
 *
 * A dead owner's lock may be removed only by whoever holds the lock on *that lock* (`<lock>.x`), taken in
 * the same way; two sweepers can therefore never both win, wherever either of them is killed.
 */

/** Owners that nobody can ask show a sign of life this often, milliseconds. */
const signOfLife = 4000

let count = 0

/**
 * @returns the function that gives the lock back; `undefined` when somebody living has it
 * @throws Node's own error when the folder cannot be written to
 */
export function tryLock(lockPath: string): (() => void) | undefined {
  count += 1
  const text = `${writeOwner(ownOwner())}.${count}`
  if (create(lockPath, text)) return held(lockPath, text)
  if (!sweep(lockPath)) return undefined
  return create(lockPath, text) ? held(lockPath, text) : undefined
}

/** Removes what killed sweepers left behind; only for the holder of `lockPath`. */
export function sweepSweepers(lockPath: string): void {
  for (let inner = `${lockPath}.x`, absent = 0; absent < 2; inner += '.x') {
    if (textOf(inner) === undefined) absent += 1
    else tryLock(inner)?.()
  }
}

/** @returns whether a dead owner's lock was removed, or had gone by itself */
function sweep(lockPath: string): boolean {
  const text = textOf(lockPath)
  if (text === undefined) return true
  if (!isDead(readOwner(text), lastChange(lockPath))) return false
  const release = tryLock(`${lockPath}.x`)
  if (release === undefined) return false
  try {
    if (textOf(lockPath) === text) removeFile(lockPath)
    return true
  } finally {
    release()
  }
}

function held(lockPath: string, text: string): () => void {
  const beat = setInterval(() => showLife(lockPath, text), signOfLife)
  beat.unref()
  const give = () => {
    clearInterval(beat)
    if (textOf(lockPath) === text) removeFile(lockPath)
  }
  const cancel = beforeEnd(give)
  return () => {
    cancel()
    give()
  }
}

function showLife(lockPath: string, text: string): void {
  const now = Date.now() / 1000
  if (textOf(lockPath) === text) lutimesSync(lockPath, now, now)
}

/** @returns whether it was made; false when there is one already */
function create(lockPath: string, text: string): boolean {
  try {
    symlinkSync(text, lockPath)
    return true
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code === 'EEXIST') return false
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return createFile(lockPath, text)
    throw thrown
  }
}

function createFile(lockPath: string, text: string): boolean {
  let descriptor: number
  try {
    descriptor = openSync(lockPath, 'wx', 0o600)
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false
    throw thrown
  }
  try {
    writeSync(descriptor, text)
    return true
  } catch (thrown) {
    unlinkSync(lockPath)
    throw thrown
  } finally {
    closeSync(descriptor)
  }
}

/** The text of a lock; `undefined` when there is none. */
function textOf(lockPath: string): string | undefined {
  try {
    return readlinkSync(lockPath)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined
  }
  try {
    return readFileSync(lockPath, 'utf8')
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined
    throw thrown
  }
}
