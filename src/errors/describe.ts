import type { Failure } from './failure.ts'

type Paint = (style: 'red' | 'dim' | 'bold', text: string) => string

/** A failure in four parts, for people: what, why, what next, and the code to look up. */
export function describeFailure(failure: Failure, paint: Paint): string {
  const lines = [`${paint('red', '✗')} ${paint('bold', failure.what)}`]
  if (failure.why !== undefined) lines.push(part('why', failure.why, paint))
  if (failure.next !== undefined) lines.push(part('next', failure.next, paint))
  lines.push(part('code', `${failure.code} (docs/errors.md#${failure.code})`, paint))
  return lines.join('\n')
}

function part(label: string, text: string, paint: Paint): string {
  const [first = '', ...rest] = text.trimEnd().split('\n')
  const head = `  ${paint('dim', `${label}:`.padEnd(6))}${first}`
  return [head, ...rest.map(line => `        ${line}`)].join('\n')
}

/** The same for scripts: what `--format json` prints on standard error. */
export function failureAsJson(failure: Failure): string {
  const { code, exitCode, what, why, next, details } = failure
  return JSON.stringify({ error: { code, exitCode, what, why, next, details } })
}
