import { type Branch, type GrowingBranch, isNothing, type List, type Pair, type Tree } from './yaml/tree.ts'

/**
 * Lays trees over each other, the first at the bottom: maps are merged key by key (without regard to case,
 * the first spelling kept), everything else is replaced by what comes later. `!append` adds to a list,
 * `!unset` removes a key, and an empty value (`identities:` with nothing under it) leaves a map as it is.
 * The trees themselves stay as they were.
 */
export function mergeAll(bottom: Branch, layers: readonly Branch[]): Branch {
  const result = copyOf(bottom)
  const own = new Set<Branch>([result])
  for (const layer of layers) lay(result, layer, own)
  return result
}

/** @param own maps made here, which alone may be changed */
function lay(target: GrowingBranch, layer: Branch, own: Set<Branch>): void {
  for (const [key, over] of layer.pairs) {
    const under = target.pairs.get(key)
    if (over.value.type === 'unset') target.pairs.delete(key)
    else if (under === undefined) target.pairs.set(key, withoutUnset(over))
    else target.pairs.set(key, laidPair(under, over, own))
  }
}

/** A map stays where it began, so that an entry's place is where it was declared; other values move. */
function laidPair(under: Pair, over: Pair, own: Set<Branch>): Pair {
  const value = laidOver(under.value, over.value, own)
  return value.type === 'branch' && under.value.type === 'branch'
    ? { ...under, value }
    : { ...over, key: under.key, value }
}

function laidOver(under: Tree, over: Tree, own: Set<Branch>): Tree {
  if (under.type === 'branch') {
    if (over.type === 'branch') {
      const target = isAmong(own, under) ? under : copyOf(under)
      own.add(target)
      lay(target, over, own)
      return target
    }
    if (isNothing(over)) return under
  }
  return under.type === 'list' && over.type === 'list' && over.append === true ? joined(under, over) : over
}

function joined(under: List, over: List): List {
  return { ...under, items: [...under.items, ...over.items] }
}

function isAmong(own: ReadonlySet<Branch>, branch: Branch): branch is GrowingBranch {
  return own.has(branch)
}

function copyOf(branch: Branch): GrowingBranch {
  return { ...branch, pairs: new Map(branch.pairs) }
}

/** A key that nothing lies under: what it wanted removed is simply absent. */
function withoutUnset(pair: Pair): Pair {
  return holdsUnset(pair.value) ? { ...pair, value: pruned(pair.value) } : pair
}

function holdsUnset(tree: Tree): boolean {
  if (tree.type !== 'branch') return false
  for (const { value } of tree.pairs.values()) if (value.type === 'unset' || holdsUnset(value)) return true
  return false
}

function pruned(tree: Tree): Tree {
  if (tree.type !== 'branch') return tree
  const kept = [...tree.pairs].filter(([, pair]) => pair.value.type !== 'unset')
  return { ...tree, pairs: new Map(kept.map(([key, pair]) => [key, { ...pair, value: pruned(pair.value) }])) }
}
