import { rmdirSync } from 'node:fs'
import type { Files } from '../files.ts'
import { appendFile } from './append-file.ts'
import { atomicReplace } from './atomic-replace.ts'
import { removeFile } from './beside.ts'
import { followLinks } from './links.ts'
import { makeFolder } from './make-folder.ts'
import { nodeReading } from './read-files.ts'
import { unless } from './system-code.ts'
import { takeLock } from './take-lock.ts'

/** The real file system. */
export function nodeFiles(): Files {
  return {
    ...nodeReading,
    resolve: followLinks,
    replace: atomicReplace,
    append: appendFile,
    remove: removeFile,
    removeFolder: path => {
      unless(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(path))
    },
    makeFolder,
    lock: takeLock,
  }
}
