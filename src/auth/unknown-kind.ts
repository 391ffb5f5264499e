import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import type { Problem } from './auth-config.ts'

interface Entry {
  readonly name: string
  readonly kind: string
  readonly problems: readonly Problem[]
}

/** An entry is needed whose kind this program does not have. What Atmos has is no slip of the pen. */
export function unknownKind(
  role: 'Provider' | 'Identity' | 'Integration',
  { name, kind, problems: [problem] }: Entry,
  kinds: readonly { readonly kind: string }[],
): Failure {
  const known = kinds.map(candidate => candidate.kind)
  const isForeign = problem?.severity === 'warning'
  const close = isForeign ? undefined : nearest(kind, known)
  const elsewhere = isForeign
    ? "Use Cloud Posse's atmos for it"
    : 'See docs/configuration.md for the kinds there are'
  return new Failure({
    code: 'unknown-kind',
    what: `${role} ${name} is of a kind this program does not have: ${kind || '(empty)'}`,
    why: isForeign ? 'Atmos has it' : (problem?.message ?? `known: ${known.join(', ')}`),
    next: close === undefined ? elsewhere : `Did you mean ${close}?`,
  })
}
