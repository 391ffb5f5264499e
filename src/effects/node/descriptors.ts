import { readSync, writeSync } from 'node:fs'
import { pause } from './pause.ts'
import { codeOf } from './system-code.ts'

/**
 * Writes everything, also to a full pipe that is not ready to take it. A reader that has left is not an error, and
 * neither are words for people that nobody can take (a full disk): there is no other place to complain.
 * @throws Node's own error when data cannot be written: `ENOSPC`, `EIO`, …
 */
export function writeAll(descriptor: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (thrown) {
      const code = codeOf(thrown)
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') {
        if (descriptor === 2) return
        throw thrown
      }
      pause(5)
    }
  }
}

/** Everything until the end of input, as UTF-8. A folder, which cannot be read, gives nothing. */
export function readAll(descriptor: 0): string {
  const chunks: Buffer[] = []
  const chunk = Buffer.alloc(65_536)
  for (;;) {
    try {
      const count = readSync(descriptor, chunk)
      if (count === 0) return Buffer.concat(chunks).toString('utf8')
      chunks.push(Buffer.from(chunk.subarray(0, count)))
    } catch (thrown) {
      const code = codeOf(thrown)
      if (code === 'EOF' || code === 'EISDIR') return Buffer.concat(chunks).toString('utf8')
      if (code !== 'EAGAIN') throw thrown
      pause(5)
    }
  }
}
