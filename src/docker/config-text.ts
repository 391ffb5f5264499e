import { isUtf8 } from 'node:buffer'

/** A place in a text, counted from 1; columns count characters as JavaScript does. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Why a config.json cannot be read. Never quotes the file: it holds secrets. */
export interface ConfigProblem {
  readonly reason: string
  /** What to do about it. */
  readonly next?: string
  readonly position?: Position
  /** The text is not JSON, and a closer look (`json-error.ts`) can tell where and why. */
  readonly notJson?: true
}

/** The bytes of a config.json as text, or what is wrong with them before JSON comes into play. */
export function textOfBytes(bytes: Uint8Array): string | ConfigProblem {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { reason: 'it begins with a byte order mark', next: 'Save it as UTF-8 without BOM' }
  }
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { reason: 'it is UTF-16, not UTF-8', next: 'Save it as UTF-8 without BOM' }
  }
  const nul = bytes.indexOf(0)
  if (nul >= 0) {
    return { reason: 'it contains NUL bytes, as after a crash', position: positionAt(decode(bytes), nul) }
  }
  if (!isUtf8(bytes)) return { reason: 'it is not UTF-8', position: firstBadByte(bytes) }
  return decode(bytes)
}

/** @param offset in UTF-16 units */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

/** Lines are cut at the byte 0x0a, which is never part of a longer character. */
function firstBadByte(bytes: Uint8Array): Position {
  let line = 1
  let start = 0
  for (;;) {
    const end = bytes.indexOf(0x0a, start)
    const piece = bytes.subarray(start, end < 0 ? bytes.length : end)
    if (!isUtf8(piece)) return { line, column: decode(piece).indexOf('\ufffd') + 1 }
    if (end < 0) return { line, column: 1 }
    start = end + 1
    line += 1
  }
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
