import { join } from 'node:path'
import type { Needs } from '../../effects/effects.ts'

/**
 * Removes a folder of ours with all that is in it. Links in it are removed, never followed.
 * @returns whether there was anything
 */
export function forgetFolder(folder: string, { files }: Needs<'files'>): boolean {
  const names = files.list(folder)
  for (const name of names) {
    const path = join(folder, name)
    const isLink = files.resolve(path) !== join(files.resolve(folder), name)
    if (!isLink && files.stat(path)?.type === 'folder') forgetFolder(path, { files })
    else files.remove(path)
  }
  const existed = files.stat(folder) !== undefined
  files.removeFolder(folder)
  return existed
}
