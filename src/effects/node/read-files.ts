import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { FileFacts, Files } from '../files.ts'
import { readSpecial } from './read-special.ts'
import { unless } from './system-code.ts'

/** The part of the real file system that only reads; it loads nothing but `node:fs`. */
export const nodeReading: Pick<Files, 'read' | 'stat' | 'list'> = {
  read: path => unless(['ENOENT'], () => readWhole(path)),
  stat: path => factsOf(path),
  list: folder => unless(['ENOENT'], () => readdirSync(folder).sort()) ?? [],
}

/** Opened so that a pipe nobody writes into does not hold us for ever; to files that makes no difference. */
function readWhole(path: string): Uint8Array {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const facts = fstatSync(descriptor)
    const isSpecial = !facts.isFile() && !facts.isDirectory()
    return isSpecial ? readSpecial(descriptor, path) : readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Most places that are asked for are not there, and an exception for each would cost more than the question. */
function factsOf(path: string): FileFacts | undefined {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts === undefined) return undefined
  const type = facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other'
  const { size, mtimeMs: modified, uid, gid } = facts
  return { type, size, modified, mode: facts.mode & 0o7777, uid, gid }
}
