import {
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import type { SourceText } from '../source-text.ts'
import { coreTag } from './core-tag.ts'
import { mergeInto } from './merge-key.ts'
import { plainScalar, taggedScalar } from './scalar.ts'
import type { GrowingBranch, Leaf, Pair, ScalarValue, Tree } from './tree.ts'
import { yamlFailure } from './yaml-failure.ts'

/** More values than this can only come from aliases that multiply each other. */
const mostNodes = 1_000_000
/** Aliases let values nest deeper than their text; everything after us walks them by recursion. */
const deepest = 300

/** YAML's tag for a value that is taken as it stands; quotes say the same. */
const textTag = '!'

/** A list or a map that is not closed yet. */
interface Frame {
  readonly tree: GrowingBranch | { readonly type: 'list'; items: Tree[]; source: SourceText; at: number }
  readonly tag: string
  readonly anchor: string
  /** The key that waits for its value. */
  key: { readonly text: string; readonly at: number; readonly isMerge: boolean } | undefined
  readonly merges: { readonly value: Tree; readonly at: number }[]
  size: number
  depth: number
}

/** A finished value with what it costs to walk it. */
interface Built {
  readonly tree: Tree
  readonly size: number
  readonly depth: number
}

/** Two keys of one map that differ only in case; the later one counts. */
export interface Double {
  readonly pair: Pair
  /** Key of the top of the file it stands under, in lower case. */
  readonly top: string
}

/** Puts parser events together into one tree: aliases shared, merge keys laid in, tags kept for later. */
export class TreeBuilder {
  readonly #source: SourceText
  readonly #frames: Frame[] = []
  readonly #anchors = new Map<string, Built | undefined>()
  root: Tree | undefined
  hasTags = false
  readonly doubles: Double[] = []

  constructor(source: SourceText) {
    this.#source = source
  }

  open(event: MappingEvent | SequenceEvent, type: 'branch' | 'list'): void {
    const tag = this.#slice(event.tagStart, event.tagEnd)
    const anchor = this.#slice(event.anchorStart, event.anchorEnd)
    const place = { source: this.#source, at: event.start }
    const tree = type === 'branch' ? { type, ...place, pairs: new Map() } : { type, ...place, items: [] }
    if (anchor !== '') this.#anchors.set(anchor, undefined)
    this.#frames.push({ tree, tag, anchor, key: undefined, merges: [], size: 1, depth: 1 })
  }

  close(): void {
    const frame = this.#frames.pop()
    if (frame === undefined) return
    const { tree, tag, anchor, size, depth } = frame
    if (tree.type === 'branch') {
      for (const { value, at } of frame.merges) mergeInto(tree, value, at)
    }
    const value = tag === '' ? tree : this.#withTag(tree, tag)
    if (anchor !== '') this.#anchors.set(anchor, { tree: value, size, depth })
    this.#add(value, tree.at, '')
    this.#charge(size, depth, tree.at)
  }

  scalar(event: ScalarEvent): void {
    const tag = this.#slice(event.tagStart, event.tagEnd)
    const anchor = this.#slice(event.anchorStart, event.anchorEnd)
    const at = this.#placeOf(event)
    const text = getScalarValue(this.#source.text, event)
    const isPlain = event.style === SCALAR_STYLE.PLAIN
    const leaf = this.#leaf(text, at, isPlain ? tag : tag || textTag)
    const value = tag === '' ? leaf : this.#withTag(leaf, tag)
    if (anchor !== '') this.#anchors.set(anchor, { tree: value, size: 1, depth: 1 })
    this.#add(value, at, isPlain && (tag === '' || tag === '!!merge') ? text : '')
    this.#charge(1, 1, at)
  }

  alias(anchorStart: number, anchorEnd: number): void {
    const name = this.#slice(anchorStart, anchorEnd)
    const at = anchorStart - 1
    const built = this.#anchors.get(name)
    if (built !== undefined) {
      this.#add(built.tree, at, '')
      this.#charge(built.size, built.depth, at)
    } else if (this.#anchors.has(name)) this.#fail(at, `the anchor ${name} contains itself`)
    else this.#fail(at, `there is no anchor called ${name} before this line`)
  }

  #leaf(text: string, at: number, tag: string): Leaf {
    const value = tag === '' ? plainScalar(text) : tag === textTag ? text : this.#taggedValue(text, at, tag)
    return { type: 'leaf', value, text, source: this.#source, at }
  }

  #taggedValue(text: string, at: number, tag: string): ScalarValue {
    const core = coreTag(tag)
    if (core === undefined) return text
    const value = taggedScalar(core, text)
    if (value === undefined) this.#fail(at, `"${text}" does not fit the tag ${tag}`)
    return value
  }

  #withTag(tree: Frame['tree'] | Leaf, tag: string): Tree {
    if (tag === '' || tag === textTag || coreTag(tag) !== undefined) return tree
    this.hasTags = true
    return { type: 'tagged', tag, inner: tree, source: this.#source, at: tree.at }
  }

  #add(value: Tree, at: number, plainText: string): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined) this.root = value
    else if (frame.tree.type === 'list') frame.tree.items.push(value)
    else if (frame.key === undefined) this.#addKey(frame, value, at, plainText)
    else this.#addValue(frame, frame.tree, value)
  }

  /** Counts what it costs to walk a value, into the one that holds it. */
  #charge(size: number, depth: number, at: number): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined) return
    frame.size += size
    if (depth >= frame.depth) frame.depth = depth + 1
    if (frame.size > mostNodes || frame.depth > deepest) this.#fail(at, 'aliases multiply beyond all bounds')
  }

  #addKey(frame: Frame, tree: Tree, at: number, plainText: string): void {
    if (tree.type !== 'leaf') this.#fail(at, 'a key must be plain text')
    frame.key = { text: tree.text, at, isMerge: plainText === '<<' }
  }

  #addValue(frame: Frame, branch: GrowingBranch, value: Tree): void {
    const { text, at, isMerge } = frame.key as NonNullable<Frame['key']>
    frame.key = undefined
    if (isMerge) {
      if (frame.merges.length > 0) this.#fail(at, 'the key << is written twice in this map')
      frame.merges.push({ value, at })
      return
    }
    const pair = { key: text, value, source: this.#source, at }
    const lower = text.toLowerCase()
    const earlier = branch.pairs.get(lower)
    if (earlier?.key === text) this.#fail(at, `the key "${text}" is written twice in this map`)
    if (earlier !== undefined)
      this.doubles.push({ pair, top: this.#frames[0]?.key?.text.toLowerCase() ?? lower })
    branch.pairs.set(lower, pair)
  }

  /** An empty value has no place of its own; it stands behind its key. */
  #placeOf(event: ScalarEvent): number {
    if (event.tagStart >= 0) return event.tagStart
    if (event.valueStart >= 0) return event.valueStart - (isQuoted(event) ? 1 : 0)
    if (event.anchorStart >= 0) return event.anchorStart
    const frame = this.#frames.at(-1)
    return frame?.key?.at ?? frame?.tree.at ?? 0
  }

  #slice(start: number, end: number): string {
    return start < 0 ? '' : this.#source.text.slice(start, end)
  }

  #fail(at: number, reason: string): never {
    throw yamlFailure({ source: this.#source, at }, reason)
  }
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED
}
