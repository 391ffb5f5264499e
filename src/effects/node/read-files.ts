import { readdirSync, readFileSync, statSync } from 'node:fs'
import type { FileFacts, Files } from '../files.ts'
import { unless } from './system-code.ts'

/** The part of the real file system that only reads; it loads nothing but `node:fs`. */
export const nodeReading: Pick<Files, 'read' | 'stat' | 'list'> = {
  read: path => unless(['ENOENT'], () => readFileSync(path)),
  stat: path => factsOf(path),
  list: folder => unless(['ENOENT'], () => readdirSync(folder).sort()) ?? [],
}

/** Most places that are asked for are not there, and an exception for each would cost more than the question. */
function factsOf(path: string): FileFacts | undefined {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts === undefined) return undefined
  const type = facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other'
  const { size, mtimeMs: modified, uid, gid } = facts
  return { type, size, modified, mode: facts.mode & 0o7777, uid, gid }
}
