import type { BaseIssue } from 'valibot'
import { nearest } from '../../errors/nearest.ts'

/** What is wrong with one value, in words that never repeat the value. */
export interface Explanation {
  /** From the value that was checked. */
  readonly path: readonly string[]
  readonly message: string
  readonly next?: string
}

const wanted: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  Object: 'a map (key: value)',
  Array: 'a list',
}

/** The checker's issue in the words of a person who writes YAML. */
export function explainIssue(issue: BaseIssue<unknown>): Explanation {
  const path = issue.path?.map(item => String(item.key)) ?? []
  const inner = innermost(issue)
  if (inner !== undefined) {
    const explained = explainIssue(inner)
    return { ...explained, path: [...path, ...explained.path] }
  }
  if (!issue.message.startsWith('Invalid ')) return { path, message: issue.message }
  if (issue.received === 'undefined') return { path, message: 'is missing' }
  const choices = choicesOf(issue)
  if (choices.length > 0) {
    const close = typeof issue.input === 'string' ? nearest(issue.input, choices) : undefined
    const message = `must be one of ${choices.join(', ')}`
    return close === undefined ? { path, message } : { path, message, next: `Did you mean ${close}?` }
  }
  return { path, message: issue.kind === 'schema' ? mustBe(issue) : 'does not have the form it must have' }
}

/** Of the alternatives a map could have met, the complaint of the first that looked inside it. */
function innermost(issue: BaseIssue<unknown>): BaseIssue<unknown> | undefined {
  if (!issue.message.startsWith('Invalid ')) return undefined
  return issue.issues?.find(candidate => (candidate.path?.length ?? 0) > 0)
}

function choicesOf({ type, expected }: BaseIssue<unknown>): readonly string[] {
  if (type !== 'picklist' && type !== 'literal' && type !== 'enum' && type !== 'variant') return []
  return [...(expected ?? '').matchAll(/"([^"]*)"/g)].map(match => match[1] ?? '')
}

function mustBe({ expected }: BaseIssue<unknown>): string {
  const alternatives = (expected ?? '').replace(/^\((.*)\)$/, '$1').split(' | ')
  const words = [...new Set(alternatives.map(word => wanted[word] ?? word))]
  return `must be ${words.join(' or ')}`
}
