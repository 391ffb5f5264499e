/** Where one member of a JSON object stands in its text. Offsets count UTF-16 units; ends are exclusive. */
export interface MemberSpan {
  /** Decoded key. */
  readonly key: string
  readonly keyStart: number
  readonly keyEnd: number
  readonly valueStart: number
  readonly valueEnd: number
}

/** Where a JSON object stands: `open` is the offset of its `{`, `close` that of its `}`. */
export interface ObjectSpan {
  readonly open: number
  readonly close: number
  /** In the order of the text, repeated keys included. */
  readonly members: readonly MemberSpan[]
}

/**
 * The members of the object that begins at `start` (white space before it is skipped).
 * @param text must have passed `JSON.parse`: nothing is checked again
 * @returns `undefined` when something other than an object stands there
 */
export function objectAt(text: string, start = 0): ObjectSpan | undefined {
  const open = skipSpace(text, start)
  if (text[open] !== '{') return undefined
  const members: MemberSpan[] = []
  let at = skipSpace(text, open + 1)
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at)
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1)
    const valueEnd = endOfValue(text, valueStart)
    const key = JSON.parse(text.slice(at, keyEnd)) as string
    members.push({ key, keyStart: at, keyEnd, valueStart, valueEnd })
    at = skipSpace(text, valueEnd)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return { open, close: at, members }
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at += 1
  return at
}

function endOfString(text: string, quote: number): number {
  let at = quote + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function endOfValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"') return endOfString(text, start)
  if (first !== '{' && first !== '[') return endOfWord(text, start)
  let depth = 0
  for (let at = start; at < text.length; ) {
    const character = text[at]
    if (character === '"') {
      at = endOfString(text, at)
      continue
    }
    at += 1
    if (character === '{' || character === '[') depth += 1
    if ((character === '}' || character === ']') && --depth === 0) return at
  }
  return text.length
}

function endOfWord(text: string, start: number): number {
  let at = start
  while (at < text.length && !' \t\r\n,]}'.includes(text[at] ?? '')) at += 1
  return at
}
