import type { SourceText } from '../source-text.ts'
import { behind, behindSpaces } from './offsets.ts'
import { plainScalar } from './scalar.ts'
import type { Branch, Leaf, Pair, Tree } from './tree.ts'

/** A value with the offset behind it. */
export interface PlainValue {
  readonly tree: Tree
  readonly end: number
}

const quoted = `"[^"\\\\\\p{Cc}]*"|'[^'\\p{Cc}]*'`
/** Words that can mean nothing but text, a number or a truth; outside of brackets commas are text as well. */
const wordOf = (more: string) => `[\\w./@+=~-](?:[\\w./@+=~${more}-]|:(?=[\\w/:]))*`
const scalarOf = (more: string) =>
  new RegExp(`${quoted}|(?![-.@=~+])${wordOf(more)}(?: ${wordOf(more)})*`, 'uy')

const blockScalar = scalarOf(',')
const flowScalar = scalarOf('')
const flowKey = /([A-Za-z_][\w./@+-]{0,200}): +/y
/** A function that has something behind it. */
const functionTag = /(![A-Za-z][\w.-]*) +/y
const separator = /, */y

/** Deeper brackets are left to the parser, which has its own limit. */
const deepest = 20

/** A scalar, or maps and lists in brackets on one line, that starts at an offset; `undefined` if it is anything else. */
export function plainValue(source: SourceText, at: number): PlainValue | undefined {
  return isBracket(source.text, at) ? flowValue(source, at, 0) : scalarAt(source, at, blockScalar)
}

function flowValue(source: SourceText, at: number, depth: number): PlainValue | undefined {
  if (!isBracket(source.text, at)) return scalarAt(source, at, flowScalar)
  if (depth > deepest) return undefined
  return source.text[at] === '{' ? flowMap(source, at, depth) : flowList(source, at, depth)
}

function isBracket(text: string, at: number): boolean {
  return text[at] === '{' || text[at] === '['
}

function flowMap(source: SourceText, at: number, depth: number): PlainValue | undefined {
  const pairs = new Map<string, Pair>()
  const branch: Branch = { type: 'branch', source, at, pairs }
  const end = flowItems(source.text, { at, close: '}' }, keyAt => {
    flowKey.lastIndex = keyAt
    const [whole = '', key = ''] = flowKey.exec(source.text) ?? []
    const value = whole === '' ? undefined : flowValue(source, keyAt + whole.length, depth + 1)
    const lower = key.toLowerCase()
    if (value === undefined || pairs.has(lower)) return undefined
    pairs.set(lower, { key, value: value.tree, source, at: keyAt })
    return value.end
  })
  return end === undefined ? undefined : { tree: branch, end }
}

function flowList(source: SourceText, at: number, depth: number): PlainValue | undefined {
  const items: Tree[] = []
  const end = flowItems(source.text, { at, close: ']' }, itemAt => {
    const value = flowValue(source, itemAt, depth + 1)
    if (value !== undefined) items.push(value.tree)
    return value?.end
  })
  return end === undefined ? undefined : { tree: { type: 'list', source, at, items }, end }
}

interface Brackets {
  /** Offset of the opening one. */
  readonly at: number
  readonly close: '}' | ']'
}

/**
 * @param take reads the item at an offset
 * @returns the offset behind the closing bracket
 */
function flowItems(
  text: string,
  { at, close }: Brackets,
  take: (at: number) => number | undefined,
): number | undefined {
  let next = behindSpaces(text, at + 1)
  if (text[next] === close) return next + 1
  for (;;) {
    const end = take(next)
    if (end === undefined) return undefined
    next = behindSpaces(text, end)
    if (text[next] === close) return next + 1
    const after = behind(separator, text, next)
    if (after === undefined) return undefined
    next = after
  }
}

function scalarAt(source: SourceText, at: number, pattern: RegExp): PlainValue | undefined {
  return source.text[at] === '!' ? taggedAt(source, at, pattern) : untaggedAt(source, at, pattern)
}

/** A function's argument is text, whatever it looks like. */
function taggedAt(source: SourceText, at: number, pattern: RegExp): PlainValue | undefined {
  functionTag.lastIndex = at
  const [whole, tag] = functionTag.exec(source.text) ?? []
  if (whole === undefined || tag === undefined) return undefined
  const argument = untaggedAt(source, at + whole.length, pattern)
  if (argument === undefined) return undefined
  const inner: Leaf = { ...argument.tree, value: argument.tree.text, at }
  return { tree: { type: 'tagged', tag, inner, source, at }, end: argument.end }
}

function untaggedAt(
  source: SourceText,
  at: number,
  pattern: RegExp,
): (PlainValue & { readonly tree: Leaf }) | undefined {
  pattern.lastIndex = at
  const written = pattern.exec(source.text)?.[0]
  if (written === undefined) return undefined
  const isQuoted = written.startsWith('"') || written.startsWith("'")
  const text = isQuoted ? written.slice(1, -1) : written
  const tree: Leaf = { type: 'leaf', value: isQuoted ? text : plainScalar(text), text, source, at }
  return { tree, end: at + written.length }
}
