import type { GrowingBranch, Tree } from './tree.ts'
import { yamlFailure } from './yaml-failure.ts'

/**
 * Lays what a merge key (`<<`) names into its map: keys the map has itself win, and of several maps the
 * earlier. Only maps can be merged.
 */
export function mergeInto(branch: GrowingBranch, value: Tree, at: number): void {
  const maps = value.type === 'list' ? value.items : [value]
  for (const map of maps) {
    if (map.type !== 'branch') {
      throw yamlFailure({ source: branch.source, at }, 'the key << needs a map, or a list of maps')
    }
    for (const [key, pair] of map.pairs) {
      if (!branch.pairs.has(key)) branch.pairs.set(key, pair)
    }
  }
}
