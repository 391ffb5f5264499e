import type { Origin } from '../auth/auth-config.ts'

/** The text of one file of the configuration, kept so that offsets can become lines when somebody asks. */
export interface SourceText {
  /** Absolute path, or the URL of a remote file. */
  readonly file: string
  readonly text: string
  readonly remote: boolean
}

/** A character of a source: what every value of the configuration remembers. */
export interface Place {
  readonly source: SourceText
  readonly at: number
}

const starts = new WeakMap<SourceText, readonly number[]>()

/** Line and column (from 1) of a place; lines are counted once per file, and only for files that are shown. */
export function originOf({ source, at }: Place): Origin {
  const lines = lineStarts(source)
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return { file: source.file, line: low + 1, column: at - (lines[low] ?? 0) + 1 }
}

function lineStarts(source: SourceText): readonly number[] {
  const known = starts.get(source)
  if (known !== undefined) return known
  const found = [0]
  for (const { index, 0: end } of source.text.matchAll(/\r\n|\r|\n/g)) found.push(index + end.length)
  starts.set(source, found)
  return found
}

/**
 * The line of a place with a caret under its column, as a compiler shows it:
 * ```
 *   12 |   identities: [
 *      |               ^
 * ```
 * @param columns that there is room for; a longer line is cut on both sides of the place
 */
export function caretLines(text: string, origin: Pick<Origin, 'line' | 'column'>, columns = 72): string {
  const line = withoutSecret(text.split(/\r\n|\r|\n/)[origin.line - 1] ?? '')
  const number = String(origin.line).padStart(4)
  const room = Math.max(10, columns - `${number} | `.length)
  const before = Math.floor(room * 0.6)
  const from = Math.max(0, Math.min(origin.column - 1 - before, line.length - room))
  const shown = line.slice(from, from + room).replaceAll('\t', ' ')
  const caret = ' '.repeat(Math.max(0, origin.column - 1 - from))
  return `${number} | ${shown}\n${' '.repeat(number.length)} | ${caret}^`
}

/** A line that sets something secret, or any listed variable, is shown without its value, every character a star. */
function withoutSecret(line: string): string {
  const setting = /((?:password|passphrase|secret|token|_key|\bvalue)["']?\s*:\s*)(\S.*)$/i.exec(line)
  if (setting === null) return line
  const [, head = '', value = ''] = setting
  return line.slice(0, setting.index) + head + '*'.repeat(value.length)
}
