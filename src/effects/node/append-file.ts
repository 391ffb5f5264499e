import { appendFileSync, closeSync, openSync } from 'node:fs'
import { giveToSudoer } from './sudo-owner.ts'
import { unless } from './system-code.ts'

/** See `Files.append`. */
export function appendFile(path: string, content: string): void {
  const made = unless(['EEXIST'], () => openSync(path, 'ax', 0o600))
  if (made === undefined) {
    appendFileSync(path, content)
    return
  }
  try {
    giveToSudoer(made, path)
    appendFileSync(made, content)
  } finally {
    closeSync(made)
  }
}
