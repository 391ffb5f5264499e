import { nearest } from '../../errors/nearest.ts'
import { toFailure } from '../../errors/to-failure.ts'
import type { SourceText } from '../source-text.ts'
import type { Branch, Broken, Pair, Tagged, Tree } from '../yaml/tree.ts'
import { append } from './append.ts'
import { env } from './env.ts'
import { exec } from './exec.ts'
import { cwd, repoRoot } from './folders.ts'
import type { FunctionNeeds, YamlFunction } from './function.ts'
import { git, gitFactNames } from './git.ts'
import { include, includeRaw } from './include.ts'
import { random } from './random.ts'
import { unset } from './unset.ts'

const functions = new Map<string, YamlFunction>([
  ['!append', append],
  ['!cwd', cwd],
  ['!env', env],
  ['!exec', exec],
  ['!git.root', repoRoot],
  ['!include', include],
  ['!include.raw', includeRaw],
  ['!random', random],
  ['!repo-root', repoRoot],
  ['!unset', unset],
  ...gitFactNames.map(fact => [`!git.${fact}`, git] as const),
])

/** As they are written: `!env`. */
export const functionNames: readonly string[] = [...functions.keys()]

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
  const done = new Map<Tree, Promise<Tree>>()
  return await visit(tree)

  // Aliases share values; each is carried out once. Most trees hold no function and are passed on as they are.
  function visit(node: Tree): Promise<Tree> | Tree {
    if (!holdsTag(node)) return node
    const known = done.get(node) ?? visitNew(node)
    done.set(node, known)
    return known
  }

  async function visitNew(node: Tree): Promise<Tree> {
    if (node.type === 'branch') return await visitBranch(node)
    if (node.type === 'list') return { ...node, items: await Promise.all(node.items.map(visit)) }
    return node.type === 'tagged' ? await call(node) : node
  }

  async function visitBranch(branch: Branch): Promise<Branch> {
    const pairs = new Map<string, Pair>()
    for (const [key, pair] of branch.pairs)
      pairs.set(key, holdsTag(pair.value) ? { ...pair, value: await visit(pair.value) } : pair)
    return { ...branch, pairs }
  }

  async function call(node: Tagged): Promise<Tree> {
    const { tag, source, at } = node
    const run = functions.get(tag)
    if (run === undefined) return unknownFunction(node)
    const inner = (await visitInside(node.inner)) as Tagged['inner']
    const argument = inner.type === 'leaf' ? inner.text : ''
    try {
      return await run({ tag, argument, inner, source, at, effects, expand })
    } catch (thrown) {
      const { message, next } = toFailure(thrown)
      return { type: 'broken', source, at, message, ...(next === undefined ? {} : { next }) }
    }
  }

  async function visitInside(inner: Tagged['inner']): Promise<Tree> {
    return inner.type === 'leaf' ? inner : await visit(inner)
  }

  async function expand(included: Tree, source: SourceText): Promise<Tree> {
    const path = [...trail, source.file]
    const { file, at } = { file: source.file, at: 0 }
    if (trail.includes(file))
      return broken({ source, at }, `the files include each other: ${path.join(' → ')}`)
    if (path.length > deepest)
      return broken({ source, at }, `files are included too deep: ${path.join(' → ')}`)
    return await applyFunctions(included, effects, path)
  }
}

const tagHolders = new WeakMap<Tree, boolean>()

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

function broken(place: Pick<Broken, 'source' | 'at'>, message: string): Broken {
  return { type: 'broken', ...place, message, next: 'Take one of the inclusions out' }
}

function unknownFunction({ tag, source, at }: Tagged): Broken {
  const close = nearest(tag, functionNames)
  const next = close === undefined ? `Known: ${functionNames.join(', ')}` : `Did you mean ${close}?`
  return { type: 'broken', source, at, message: `${tag} is not a function this program knows`, next }
}
