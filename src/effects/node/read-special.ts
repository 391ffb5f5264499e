import { readSync } from 'node:fs'
import { pause } from './pause.ts'
import { coded, codeOf } from './system-code.ts'

/** Milliseconds to wait for somebody who writes into a pipe. */
const patience = 2_000

/** Bytes; devices have no end. */
const longest = 1_000_000

/**
 * The content of what is no file: nothing of `/dev/null`, all of the pipe that a shell makes for `<(…)`, given
 * soon. From whoever gives nothing or gives for ever there is an error with `code` `ETIMEDOUT` or `EFBIG`.
 * @param descriptor opened so that reading does not block
 */
export function readSpecial(descriptor: number, path: string): Uint8Array {
  const chunks: Uint8Array[] = []
  const end = performance.now() + patience
  for (let size = 0; size <= longest; ) {
    const chunk = readChunk(descriptor)
    if (chunk?.length === 0) return Buffer.concat(chunks)
    if (chunk !== undefined) chunks.push(chunk)
    else if (performance.now() > end) throw unfit(path, 'ETIMEDOUT', 'gives nothing')
    else pause(5)
    size += chunk?.length ?? 0
  }
  throw unfit(path, 'EFBIG', 'does not end')
}

/** @returns `undefined` when there is nothing to read yet */
function readChunk(descriptor: number): Uint8Array | undefined {
  const chunk = Buffer.alloc(65_536)
  try {
    return chunk.subarray(0, readSync(descriptor, chunk))
  } catch (thrown) {
    if (codeOf(thrown) === 'EAGAIN') return undefined
    throw thrown
  }
}

function unfit(path: string, code: string, why: string): Error {
  return coded(code, `${code}: ${path} is not a file, and ${why}`)
}
