import { type GenericSchema, safeParse } from 'valibot'
import type { Problem } from '../../auth/auth-config.ts'
import { originOf, type Place } from '../source-text.ts'
import { nearestPart, type Tree } from '../yaml/tree.ts'
import { type Explanation, explainIssue } from './explain-issue.ts'
import { listsForMaps } from './lists-for-maps.ts'
import { readTree } from './read-tree.ts'
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
export function inspect(schema: GenericSchema, subject: Subject): Inspection {
  const { tree } = subject
  const reading = tree === undefined ? undefined : readTree(tree)
  const result = decoded(schema, reading?.value, tree)
  const pending = reading?.pending ?? []
  const broken = [...(reading?.broken ?? []), ...(tree === undefined ? [] : listsForMaps(schema, tree))]
  const unknown = [...pending, ...broken].map(found => found.path.join('.'))
  const complaints = (result.success ? [] : result.issues)
    .map(explainIssue)
    .filter(({ path }) => !unknown.some(part => touches(path.join('.'), part)))
  const problems = [
    ...broken.map(found => problemAt(found.path, found.tree, { subject, place: found.tree })),
    ...complaints.map(said => complaintProblem(said, subject)),
  ]
  const isSound = result.success && unknown.length === 0
  return {
    output: isSound ? result.output : undefined,
    problems,
    pending: pending.map(found => found.path.join('.')),
  }
}

/** Holds a value against its definition; where only types differ as Atmos allows, once more with these converted. */
function decoded(schema: GenericSchema, value: unknown, tree: Tree | undefined) {
  const first = safeParse(schema, value, { abortPipeEarly: true })
  const isConverted = !first.success && tree !== undefined && convertTypes(value, first.issues, tree)
  return isConverted ? safeParse(schema, value, { abortPipeEarly: true }) : first
}

function complaintProblem(said: Explanation, subject: Subject): Problem {
  const { tree, place } = subject
  if (tree === undefined) return problemAt(said.path, said, { subject, place })
  const part = nearestPart(tree, said.path)
  const words = isEmptyVariable(part)
    ? { ...said, next: 'Set the variable that !env names, or give it a default' }
    : said
  return problemAt(said.path, words, { subject, place: part === tree ? place : part })
}

function isEmptyVariable(tree: Tree): boolean {
  return tree.type === 'leaf' && tree.from === '!env' && tree.text === ''
}

/** @param below path of the value inside the part */
function problemAt(
  below: readonly string[],
  { message, next }: Pick<Problem, 'message' | 'next'>,
  { subject, place }: { readonly subject: Subject; readonly place: Place },
): Problem {
  return {
    severity: 'error',
    path: [subject.path, ...below].filter(part => part !== '').join('.'),
    message,
    ...(next === undefined ? {} : { next }),
    origin: originOf(place),
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
