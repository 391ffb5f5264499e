import { Failure } from '../../errors/failure.ts'
import { caretLines, originOf, type Place } from '../source-text.ts'

/** A mistake in the YAML itself, shown with its line and a caret. */
export function yamlFailure(place: Place, reason: string): Failure {
  const origin = originOf(place)
  const where = `${origin.file}:${origin.line}:${origin.column}`
  return new Failure({
    code: 'config-invalid',
    what: `Could not read ${origin.file}`,
    why: `${where}: ${reason}\n${caretLines(place.source.text, origin)}`,
    next: `Correct line ${origin.line} of ${origin.file}`,
    details: { file: origin.file, line: origin.line, column: origin.column, reason },
  })
}
