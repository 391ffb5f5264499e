import { type GenericSchema, safeParse } from 'valibot'
import type { Problem } from '../../auth/auth-config.ts'
import { originOf, type Place } from '../source-text.ts'
import type { Tree } from '../yaml/tree.ts'
import { type Explanation, explainIssue } from './explain-issue.ts'
import { listsForMaps } from './lists-for-maps.ts'
import { nearestPart, readTree } from './read-tree.ts'
import { convertTypes } from './weak-types.ts'

/** A part of the configuration held against its definition. */
export interface Inspection {
  /** Decoded; `undefined` while something in it is broken or pending. */
  readonly output: unknown
  readonly problems: readonly Problem[]
  /** Dotted paths, from the part inspected. */
  readonly pending: readonly string[]
}

/** What is found in a part that is not there. */
export const nothing: Inspection = { output: undefined, problems: [], pending: [] }

export interface Subject {
  /** `undefined`: the part is not there. */
  readonly tree: Tree | undefined
  /** Dotted path of the part, for people. */
  readonly path: string
  /** Where to point when the part itself is missing. */
  readonly place: Place
}

/** Checks a part and decodes it, collecting every problem with its place. */
export function inspect(schema: GenericSchema, { tree, path, place }: Subject): Inspection {
  const reading = tree === undefined ? undefined : readTree(tree)
  const input = reading?.value ?? undefined
  let result = safeParse(schema, input, { abortPipeEarly: true })
  if (!result.success && tree !== undefined && convertTypes(input, result.issues, tree)) {
    result = safeParse(schema, input, { abortPipeEarly: true })
  }
  const pending = reading?.pending ?? []
  const broken = [...(reading?.broken ?? []), ...(tree === undefined ? [] : listsForMaps(schema, tree))]
  const unknown = [...pending, ...broken].map(found => found.path.join('.'))
  const problems = [
    ...broken.map((found): Problem => {
      const { message, next } = found.tree
      return problem(found.path, { message, ...(next === undefined ? {} : { next }) }, found.tree)
    }),
    ...(result.success ? [] : result.issues)
      .map(explainIssue)
      .filter(explained => !unknown.some(part => touches(explained.path.join('.'), part)))
      .map(withCause)
      .map(explained => problem(explained.path, explained, placeOf(explained.path))),
  ]
  const isSound = result.success && unknown.length === 0
  return {
    output: isSound ? result.output : undefined,
    problems,
    pending: pending.map(found => found.path.join('.')),
  }

  function problem(below: readonly string[], said: Pick<Problem, 'message' | 'next'>, at: Place): Problem {
    const { message, next } = said
    return {
      severity: 'error',
      path: [path, ...below].filter(part => part !== '').join('.'),
      message,
      ...(next === undefined ? {} : { next }),
      origin: originOf(at),
    }
  }

  function withCause(explained: Explanation): Explanation {
    const part = tree === undefined ? undefined : nearestPart(tree, explained.path).tree
    const isEmpty = part?.type === 'leaf' && part.from === '!env' && part.text === ''
    return isEmpty
      ? { ...explained, next: 'Set the variable that !env names, or give it a default' }
      : explained
  }

  function placeOf(below: readonly string[]): Place {
    if (tree === undefined) return place
    const part = nearestPart(tree, below)
    return part.tree === tree ? place : part.tree
  }
}

/** Whether a complaint is about a value that is not known yet, or about something that holds it. */
function touches(complaint: string, part: string): boolean {
  return (
    part === '' ||
    complaint === part ||
    part.startsWith(`${complaint}.`) ||
    complaint.startsWith(`${part}.`) ||
    complaint === ''
  )
}
