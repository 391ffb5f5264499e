import { closeSync, constants, fchownSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { unless } from './system-code.ts'

/** Uid of the person behind `sudo`, as text; `undefined` where this does not run as root for somebody. */
function sudoer(): string | undefined {
  const person = process.env.SUDO_UID
  return process.getuid?.() === 0 && person !== '0' ? person : undefined
}

/**
 * Gives a file that was just made to the person behind `sudo`, where it stands in a folder of theirs: left to
 * root, it would be in the way of everything they do without `sudo`. Does nothing where that cannot be.
 * @param descriptor of the file, so that nothing else can be put in its place meanwhile
 */
export function giveToSudoer(descriptor: number, path: string): void {
  const person = sudoer()
  if (person === undefined) return
  const { uid, gid } = statSync(dirname(path))
  if (String(uid) === person) unless(['EPERM'], () => fchownSync(descriptor, uid, gid))
}

/** The same for a folder. */
export function giveFolderToSudoer(path: string): void {
  if (sudoer() === undefined) return
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    giveToSudoer(descriptor, path)
  } finally {
    closeSync(descriptor)
  }
}
