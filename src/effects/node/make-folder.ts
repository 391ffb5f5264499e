import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { giveFolderToSudoer } from './sudo-owner.ts'
import { codeOf } from './system-code.ts'

/**
 * Creates a folder and its parents. Step by step, because Node's own way never comes back where a folder takes
 * no other: in `/proc`, and on mounts that answer alike.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
    giveFolderToSudoer(path)
  } catch (thrown) {
    const parent = dirname(path)
    if (codeOf(thrown) === 'ENOENT' && !existsSync(parent)) {
      makeFolder(parent)
      makeFolder(path)
    } else if (!isFolder(path)) throw thrown
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
