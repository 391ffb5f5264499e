import { nearest } from '../../errors/nearest.ts'
import type { Broken, Tagged } from '../yaml/tree.ts'
import { append } from './append.ts'
import { env } from './env.ts'
import { exec } from './exec.ts'
import { cwd, repoRoot } from './folders.ts'
import type { YamlFunction } from './function.ts'
import { git, gitFactNames } from './git.ts'
import { include, includeRaw } from './include.ts'
import { random } from './random.ts'
import { unset } from './unset.ts'

/** Every function there is, by its name as it is written: `!env`. */
export const functions: ReadonlyMap<string, YamlFunction> = new Map<string, YamlFunction>([
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

export const functionNames: readonly string[] = [...functions.keys()]

/** What stands in the place of a function nobody knows. */
export function unknownFunction({ tag, source, at }: Tagged): Broken {
  const close = nearest(tag, functionNames)
  const next = close === undefined ? `Known: ${functionNames.join(', ')}` : `Did you mean ${close}?`
  return { type: 'broken', source, at, message: `${tag} is not a function this program knows`, next }
}
