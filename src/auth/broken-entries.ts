import { Failure } from '../errors/failure.ts'
import type { Problem } from './auth-config.ts'

/** The problems of the entries a command needs, as its failure. */
export function brokenEntries(problems: readonly Problem[]): Failure {
  return new Failure({
    code: 'config-invalid',
    what: 'The configuration has a mistake in an entry that is needed here',
    why: problems.map(describeProblem).join('\n'),
    next: 'See every problem with: atmos auth validate',
    details: { problems },
  })
}

function describeProblem({ path, message, next, origin }: Problem): string {
  const place = origin === undefined ? '' : `${origin.file}:${origin.line}:${origin.column}: `
  return `${place}${path}: ${message}${next === undefined ? '' : ` (${next})`}`
}
