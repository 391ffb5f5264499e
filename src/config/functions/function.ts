import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import type { Place, SourceText } from '../source-text.ts'
import type { Branch, Leaf, List, Tree } from '../yaml/tree.ts'

/** What the functions of a configuration may touch. Programs (`!exec`) are run later, by whoever needs them. */
export type FunctionNeeds = Needs<'files' | 'env' | 'http' | 'clock' | 'random'>

export interface FunctionCall extends Place {
  /** With its exclamation mark: `!include.raw`. */
  readonly tag: string
  /** The text behind the function's name; empty when it stands before a list or a map. */
  readonly argument: string
  readonly inner: Leaf | List | Branch
  readonly effects: FunctionNeeds
  /** Carries out the functions inside another file's tree. */
  expand(tree: Tree, source: SourceText): Promise<Tree>
}

/**
 * One function of a configuration file.
 * @throws Failure when the value cannot be had; it then hurts only who needs the value
 */
export type YamlFunction = (call: FunctionCall) => Tree | Promise<Tree>

export function functionFailure(call: Pick<FunctionCall, 'tag'>, why: string, next: string): Failure {
  return new Failure({ code: 'config-invalid', what: `${call.tag} gives no value`, why, next })
}

/** The words of an argument; quotes (single or double) keep white space together. */
export function argumentWords(argument: string): readonly string[] {
  const words = argument.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)
  return [...words].map(([, double, single, plain]) => double ?? single ?? plain ?? '')
}
