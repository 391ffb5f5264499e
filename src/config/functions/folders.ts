import { resolve } from 'node:path'
import { gitRoot } from '../find/git-folder.ts'
import { leafOf } from '../yaml/tree.ts'
import { argumentWords, functionFailure, type YamlFunction } from './function.ts'

/** `!cwd` or `!cwd PATH`: the working folder, or a path from it. */
export const cwd: YamlFunction = call => {
  const [path = '.'] = argumentWords(call.argument)
  return leafOf(resolve(call.effects.env.cwd, path), call, call.tag)
}

/** `!repo-root`, `!repo-root DEFAULT`, `!git.root`: the root of the Git work tree we run in. */
export const repoRoot: YamlFunction = call => {
  const [fallback] = argumentWords(call.argument)
  const root = gitRoot(call.effects.env.cwd, call.effects) ?? fallback
  if (root === undefined) {
    throw functionFailure(
      call,
      `${call.effects.env.cwd} is not inside a Git work tree`,
      `Run it inside one, or write a default: ${call.tag} .`,
    )
  }
  return leafOf(root, call, call.tag)
}
