import type { Failure } from '../../errors/failure.ts'
import type { Answer, Desk } from './desk.ts'

/**
 * A failure as the protocol has it: what went wrong on standard output, in two lines (what, and what to do).
 * Docker keeps quiet about that, so the same goes to standard error, which it passes on to the person.
 */
export function refusal(failure: Failure, what: string, desk: Pick<Desk, 'tell'>): Answer {
  const { message, next = 'atmos auth validate' } = failure
  const told = message.startsWith(what) ? message : `${what}: ${message}`
  const lines = [shortly(told), `Next: ${shortly(next.split('\n', 1)[0] ?? '')}`]
  for (const line of lines) desk.tell(line)
  return { exitCode: 1, stdout: `${lines.join('\n')}\n` }
}

/** On one line, and no longer than a person reads. */
export function shortly(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 600)
}
