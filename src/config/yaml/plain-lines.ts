import type { SourceText } from '../source-text.ts'
import { behind, behindSpaces } from './offsets.ts'
import { plainValue } from './plain-value.ts'
import { type Branch, emptyBranch, type GrowingBranch, type Leaf, type Pair, type Tree } from './tree.ts'

const comment = '#[\\x20-\\x7e\\u{a0}-\\u{d7ff}]*'
/** The rest of a line without content. */
const blank = new RegExp(`(?:${comment})?(?:\\r?\\n|$)`, 'uy')
/** A key, or the dash of a list. */
const head = /([A-Za-z_][\w./@+-]*):|-/y
/** What may follow on the line. */
const tail = new RegExp(`(?: *| +${comment})(?:\\r?\\n|$)`, 'uy')

/** Longer keys are no keys any more. */
const longestKey = 200

/** Deeper nests are left to the parser, which has its own limit. */
const deepest = 50

interface Level {
  readonly indent: number
  /** The map that keys of this indentation belong to, or the items of the list that dashes do. */
  readonly holder: GrowingBranch | Tree[]
}

interface Line {
  readonly source: SourceText
  readonly indent: number
  /** Offset of its key or dash. */
  readonly at: number
  /** Empty for an item of a list. */
  readonly key: string
  /** `undefined` where nothing stands behind the key. */
  readonly value: Tree | undefined
  /** Offset of the next line. */
  readonly end: number
}

/**
 * Reads a file that consists of plain lines only: keys, lists, words, simple quotes, brackets on one line, functions
 * with an argument. Most generated and many handwritten ones do, and this takes a fraction of the parser's time. The
 * result is the parser's to the last offset; property tests hold the two together (docs/decisions/0009).
 * @returns `undefined` for every file that has anything else in it, a mistake included
 */
export function parsePlainLines(source: SourceText): Branch | undefined {
  const { text } = source
  let root: GrowingBranch | undefined
  const levels: Level[] = []
  /** The key without a value on the line before: what is deeper belongs to it. */
  let open: Pair | undefined
  for (let start = 0; start < text.length; ) {
    const at = behindSpaces(text, start)
    const next = mayBeBlank(text, at) ? behind(blank, text, at) : undefined
    if (next !== undefined) {
      start = next
      continue
    }
    const line = lineAt(source, { start, at })
    if (root === undefined) {
      root = { ...emptyBranch(source), at }
      levels.push({ indent: 0, holder: root })
    }
    const holder = line && holderFor(line, { levels, open })
    if (line === undefined || holder === undefined) return undefined
    open = undefined
    start = line.end
    if (Array.isArray(holder)) holder.push(line.value ?? nothing(line))
    else {
      const lower = line.key.toLowerCase()
      if (holder.pairs.has(lower)) return undefined
      const pair = { key: line.key, value: line.value ?? nothing(line), source, at: line.at }
      holder.pairs.set(lower, pair)
      if (line.value === undefined) open = pair
    }
  }
  return root
}

function lineAt(
  source: SourceText,
  { start, at }: { readonly start: number; readonly at: number },
): Line | undefined {
  const { text } = source
  head.lastIndex = at
  const match = head.exec(text)
  if (match === null) return undefined
  const key = match[1] ?? ''
  const indent = at - start
  const mark = at + match[0].length
  const ended = behindLine(text, mark)
  // A dash with nothing behind it may begin anything.
  if (ended !== undefined && key === '') return undefined
  if (ended !== undefined) return { source, indent, at, key, value: undefined, end: ended }
  const valueAt = behindSpaces(text, mark)
  const value = valueAt === mark ? undefined : plainValue(source, valueAt)
  const end = value === undefined ? undefined : behindLine(text, value.end)
  if (end === undefined || key.length > longestKey) return undefined
  return { source, indent, at, key, value: value?.tree, end }
}

interface Position {
  readonly levels: Level[]
  readonly open: Pair | undefined
}

/** The map or list that a line of this indentation belongs to; `undefined` where it fits none. */
function holderFor(line: Line, { levels, open }: Position): Level['holder'] | undefined {
  const { indent, key } = line
  let top = levels.at(-1) as Level
  const isItem = key === ''
  if (open !== undefined && (isItem ? indent >= top.indent : indent > top.indent))
    return opened(line, open, levels)
  // A list may stand as deep as the key it belongs to; the next key ends it. The root's indentation is 0, so it stays.
  while (indent < top.indent || (!isItem && indent === top.indent && Array.isArray(top.holder))) {
    levels.pop()
    top = levels.at(-1) as Level
  }
  return indent === top.indent && Array.isArray(top.holder) === isItem ? top.holder : undefined
}

/** A new map or list below the key on the line before, which must be one of a map. */
function opened({ source, at, key, indent }: Line, open: Pair, levels: Level[]): Level['holder'] | undefined {
  const parent = levels.at(-1)?.holder
  if (parent === undefined || Array.isArray(parent) || levels.length > deepest) return undefined
  const items: Tree[] = []
  const branch: GrowingBranch = { type: 'branch', source, at, pairs: new Map() }
  const value: Tree = key === '' ? { type: 'list', source, at, items } : branch
  parent.pairs.set(open.key.toLowerCase(), { ...open, value })
  const holder = key === '' ? items : branch
  levels.push({ indent, holder })
  return holder
}

function nothing({ source, at }: Line): Leaf {
  return { type: 'leaf', value: null, text: '', source, at }
}

/** Asked of every line, before a pattern is: most lines begin with a key. */
function mayBeBlank(text: string, at: number): boolean {
  const char = text.charCodeAt(at)
  return Number.isNaN(char) || char === 10 || char === 13 || char === 35
}

function behindLine(text: string, at: number): number | undefined {
  return text.charCodeAt(at) === 10 ? at + 1 : behind(tail, text, at)
}
