import { child, type Tree } from '../yaml/tree.ts'
import { type FunctionCall, functionFailure } from './function.ts'

const step = /^\.?(?:\[(\d+)\]|\["([^"]+)"\]|([\w-]+)|"([^"]+)")/

/**
 * The part of a tree that a path in yq's words names: `.a.b[0].["c d"]`. Only paths are understood, not the
 * rest of yq's language.
 */
export function treeAt(call: FunctionCall, tree: Tree, path: string): Tree {
  let current: Tree | undefined = tree
  let rest = path
  while (rest !== '' && rest !== '.') {
    const match = step.exec(rest)
    if (match === null) {
      throw functionFailure(call, `the query ${path} is more than a path`, 'Name a path such as .some.key[0]')
    }
    const [whole, index, ...keys] = match
    rest = rest.slice(whole.length)
    const key = keys.find(candidate => candidate !== undefined)
    current = index === undefined ? child(current, key ?? '') : itemOf(current, Number(index))
  }
  if (current !== undefined) return current
  throw functionFailure(call, `there is nothing at ${path} in that file`, 'Correct the path')
}

function itemOf(tree: Tree | undefined, index: number): Tree | undefined {
  return tree?.type === 'list' ? tree.items[index] : undefined
}
