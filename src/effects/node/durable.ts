import { closeSync, fchmodSync, fchownSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** Writes all bytes at the descriptor's position. */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(writeSync(descriptor, rest))
}

/** Writes all bytes at the descriptor's position and flushes them to the disk. */
export function writeDurably(descriptor: number, bytes: Uint8Array): void {
  writeWhole(descriptor, bytes)
  fsyncSync(descriptor)
}

/** Flushes the names in a folder, where the system can do that (Windows cannot). */
export function flushFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // The content is safe already; only the name would be lost with the power.
  }
}

/** Who a file belongs to and who may read it. */
export interface Belonging {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/**
 * Gives an open file the owner and mode of another one.
 * @throws `EPERM` where that owner cannot be given
 */
export function adopt(descriptor: number, belonging: Belonging): void {
  const own = fstatSync(descriptor)
  if (own.uid !== belonging.uid || own.gid !== belonging.gid) {
    fchownSync(descriptor, belonging.uid, belonging.gid)
  }
  if ((own.mode & 0o7777) !== belonging.mode) fchmodSync(descriptor, belonging.mode)
}
