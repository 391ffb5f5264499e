import { Failure } from '../../errors/failure.ts'
import { nearest } from '../../errors/nearest.ts'

/** The failure of a `--format` that does not exist. */
export function unknownFormat(format: string, known: readonly string[]): Failure {
  const close = nearest(format, known)
  return new Failure({
    code: 'usage',
    what: `There is no format ${format === '' ? 'of an empty name' : format}`,
    why: `known: ${known.join(', ')}`,
    next: close === undefined ? 'Use --format with one of them' : `Did you mean ${close}?`,
  })
}
