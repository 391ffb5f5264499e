import { toFailure } from '../../errors/to-failure.ts'
import type { SourceText } from '../source-text.ts'
import type { Branch, Broken, Pair, Tagged, Tree } from '../yaml/tree.ts'
import type { FunctionNeeds } from './function.ts'
import { functions, unknownFunction } from './known-functions.ts'

/** Inclusions nested deeper than this are taken for a mistake, as imports are. */
const deepest = 10

/**
 * Carries out the functions inside a tree, except programs. What cannot be had becomes a broken value in its
 * place, which hurts only who needs it.
 * @param trail files whose inclusion led here, outermost first
 */
export async function applyFunctions(
  tree: Tree,
  effects: FunctionNeeds,
  trail: readonly string[] = [],
): Promise<Tree> {
  return await visit(tree, { effects, trail, done: new Map() })
}

/** One walk through the tree of one file. */
interface Walk {
  readonly effects: FunctionNeeds
  readonly trail: readonly string[]
  /** Aliases share values; each is carried out once. */
  readonly done: Map<Tree, Promise<Tree>>
}

/** Most trees hold no function and are passed on as they are. */
function visit(node: Tree, walk: Walk): Promise<Tree> | Tree {
  if (!holdsTag(node)) return node
  const known = walk.done.get(node) ?? visitNew(node, walk)
  walk.done.set(node, known)
  return known
}

async function visitNew(node: Tree, walk: Walk): Promise<Tree> {
  if (node.type === 'branch') return await visitBranch(node, walk)
  if (node.type === 'list')
    return { ...node, items: await Promise.all(node.items.map(item => visit(item, walk))) }
  return node.type === 'tagged' ? await call(node, walk) : node
}

async function visitBranch(branch: Branch, walk: Walk): Promise<Branch> {
  const pairs = new Map<string, Pair>()
  for (const [key, pair] of branch.pairs)
    pairs.set(key, holdsTag(pair.value) ? { ...pair, value: await visit(pair.value, walk) } : pair)
  return { ...branch, pairs }
}

async function call(node: Tagged, walk: Walk): Promise<Tree> {
  const { tag, source, at } = node
  const run = functions.get(tag)
  if (run === undefined) return unknownFunction(node)
  const { effects } = walk
  const inner = (await visit(node.inner, walk)) as Tagged['inner']
  const argument = inner.type === 'leaf' ? inner.text : ''
  const expand = (included: Tree, from: SourceText) => applyIncluded(included, from, walk)
  try {
    return await run({ tag, argument, inner, source, at, effects, expand })
  } catch (thrown) {
    const { message, next } = toFailure(thrown)
    return { type: 'broken', source, at, message, ...(next === undefined ? {} : { next }) }
  }
}

/** The functions inside an included file. A circle, or a nest too deep, becomes a broken value. */
async function applyIncluded(tree: Tree, source: SourceText, { effects, trail }: Walk): Promise<Tree> {
  const path = [...trail, source.file]
  if (trail.includes(source.file)) return broken(source, `the files include each other: ${path.join(' → ')}`)
  if (path.length > deepest) return broken(source, `files are included too deep: ${path.join(' → ')}`)
  return await applyFunctions(tree, effects, path)
}

function broken(source: SourceText, message: string): Broken {
  return { type: 'broken', source, at: 0, message, next: 'Take one of the inclusions out' }
}

const tagHolders = new WeakMap<Tree, boolean>()

/** Whether there is a function in a tree. Remembered, because every level of it asks anew. */
function holdsTag(tree: Tree): boolean {
  if (tree.type === 'tagged') return true
  if (tree.type !== 'branch' && tree.type !== 'list') return false
  const known = tagHolders.get(tree)
  if (known !== undefined) return known
  const holds =
    tree.type === 'list'
      ? tree.items.some(holdsTag)
      : [...tree.pairs.values()].some(pair => holdsTag(pair.value))
  tagHolders.set(tree, holds)
  return holds
}
