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
    next: hintFor(reason),
    details: { file: origin.file, line: origin.line, column: origin.column, reason },
  })
}

const quoteIt = 'a text that has one of : # { [ & * ! | > % @ in it needs quotes'

/** What most often is behind a complaint of a YAML reader. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/deficient indentation/, 'Close the bracket or the quotes above, or indent this line further'],
  [/tab characters/, 'Replace the tab by spaces'],
  [/non-printable|null byte/, 'Save it as YAML text in UTF-8, or name another file'],
  [/quoted scalar|escape|hexadecimal/, 'Close the quotes, and write \\ in double quotes twice'],
  [/flow collection|comma/, 'Close the bracket, and part its values with commas'],
  [/must be a map|needs a map/, 'Write key: value, with a space behind the colon'],
  [/is written twice/, 'Keep one of the two'],
  [/anchor|alias/, 'Define it once with &name before it is used with *name'],
  [/indentation/, `Line it up with its neighbours, in spaces; ${quoteIt}`],
]

function hintFor(reason: string): string {
  const known = remedies.find(([pattern]) => pattern.test(reason))
  return known?.[1] ?? `Write key: value, in spaces; ${quoteIt}`
}
