import { Failure } from '../errors/failure.ts'
import type { Problem } from './auth-config.ts'

/** Problems of what a command needs, as its failure. @param what the sentence above them */
export function brokenEntries(
  problems: readonly Problem[],
  what = 'The configuration has a mistake in an entry that is needed here',
): Failure {
  return new Failure({
    code: 'config-invalid',
    what,
    why: problems.map(describeProblem).join('\n'),
    next: 'See every problem with: atmos auth validate',
    details: { problems },
  })
}

function describeProblem({ path, message, next, origin }: Problem): string {
  const place = origin === undefined ? '' : `${origin.file}:${origin.line}:${origin.column}: `
  return `${place}${path}: ${message}${next === undefined ? '' : ` (${next})`}`
}
