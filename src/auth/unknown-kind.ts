import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import type { Problem } from './auth-config.ts'
import { isForeignKind } from './foreign-kinds.ts'

interface Entry {
  readonly name: string
  readonly kind: string
  readonly problems: readonly Problem[]
}

/** An entry is needed whose kind this program does not have. @param kinds those it has, of the same role */
export function unknownKind(
  role: 'Provider' | 'Identity' | 'Integration',
  { name, kind, problems: [problem] }: Entry,
  kinds: readonly { readonly kind: string }[],
): Failure {
  const code = 'unknown-kind'
  const what = `${role} ${name} is of a kind this program does not have: ${kind || '(empty)'}`
  // Nothing is mistyped here, so no other kind is suggested.
  if (isForeignKind(kind)) {
    return new Failure({ code, what, why: 'Atmos has it', next: "Use Cloud Posse's atmos for it" })
  }
  const known = kinds.map(candidate => candidate.kind)
  const close = nearest(kind, known)
  return new Failure({
    code,
    what,
    why: problem?.message ?? `known: ${known.join(', ')}`,
    next: close === undefined ? 'See docs/kinds.md for the kinds there are' : `Did you mean ${close}?`,
  })
}
