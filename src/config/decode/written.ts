import type { Tree } from '../yaml/tree.ts'
import { isSecretKey } from './secret-keys.ts'

/** A tree for showing: keys as spelled, functions by name where their value is not known, secrets hidden. */
export function writtenOf(tree: Tree, key = ''): unknown {
  switch (tree.type) {
    case 'leaf':
      return isSecretKey(key) && tree.text !== '' ? '***' : tree.value
    case 'list':
      return tree.items.map(item => writtenOf(item, key))
    case 'branch':
      return Object.fromEntries(
        [...tree.pairs.values()].map(({ key: name, value }) => [name, writtenOf(value, name)]),
      )
    case 'pending':
      return `!exec ${tree.command}`
    default:
      return undefined
  }
}
