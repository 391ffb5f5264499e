import type { Problem } from '../auth/auth-config.ts'
import type { Environment } from '../effects/environment.ts'
import { isPlainSecret, plainSecretProblem } from './decode/secret-keys.ts'
import { originOf } from './source-text.ts'
import { type Branch, child, isNothing, type Tree } from './yaml/tree.ts'

/** Variables that a configuration may not set for itself: they decide whether it is trusted. */
const neverPromoted = new Set(['ATMOS_TRUST_CONFIG'])

export type Variables = Readonly<Record<string, string>>

/** The `env:` section behind variables of which a program has yet to give some. */
const pendingSections = new WeakMap<Variables, Tree>()

/** The section that variables were read from, where a program has yet to give some of them. */
export function pendingSectionOf(variables: Variables): Tree | undefined {
  return pendingSections.get(variables)
}

/** The variables of the top-level `env:`. */
export function topLevelVariables(root: Branch): Variables {
  return variablesOf(child(root, 'env'))
}

/**
 * An `env:` section as variables, names as spelled; values that are no plain values are left out, and so are
 * those that a program has yet to give.
 */
export function variablesOf(section: Tree | undefined): Variables {
  if (section?.type !== 'branch') return {}
  const found: Record<string, string> = {}
  for (const { key, value } of section.pairs.values()) {
    const text = variableText(value)
    if (text !== undefined) found[key] = text
  }
  if ([...section.pairs.values()].some(pair => pair.value.type === 'pending'))
    pendingSections.set(found, section)
  return found
}

/** Values of `env:` that are no text, or that a function could not give, and secrets in plain text. */
export function variableProblems(root: Branch): readonly Problem[] {
  const section = child(root, 'env')
  if (isNothing(section)) return []
  if (section.type !== 'branch') return [problem('env', section)]
  return [...section.pairs.values()].flatMap(({ key, value }): readonly Problem[] => {
    const path = `env.${key}`
    if (value.type === 'leaf') return isPlainSecret(key, value) ? [plainSecretProblem(path, value)] : []
    return value.type === 'pending' ? [] : [problem(path, value)]
  })
}

function problem(path: string, tree: Tree): Problem {
  const message =
    tree.type === 'broken' ? tree.message : path === 'env' ? 'must be a map (NAME: value)' : 'must be text'
  return { severity: 'error', path, message, origin: originOf(tree) }
}

function variableText(value: Tree): string | undefined {
  return value.type === 'leaf' && value.value !== null ? value.text : undefined
}

/** The environment with the `ATMOS_…` variables of `env:` in it, as Atmos has it; the real ones win. */
export function promoted(env: Environment, variables: Variables): Environment {
  const settings = Object.entries(variables).filter(
    ([name]) => name.startsWith('ATMOS_') && !neverPromoted.has(name),
  )
  if (settings.length === 0) return env
  const added = new Map(settings)
  return { ...env, get: name => env.get(name) ?? added.get(name) }
}
