import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import type { Problem } from './auth-config.ts'

/** The failure of an entry whose kind the catalog does not have. */
export function unknownKind(
  role: 'Provider' | 'Identity' | 'Integration',
  entry: { readonly name: string; readonly kind: string; readonly problems: readonly Problem[] },
  kinds: readonly { readonly kind: string }[],
): Failure {
  const known = kinds.map(({ kind }) => kind)
  const close = nearest(entry.kind, known)
  return new Failure({
    code: 'unknown-kind',
    what: `${role} ${entry.name} is of a kind this program does not have: ${entry.kind || '(empty)'}`,
    why: entry.problems[0]?.message ?? `known: ${known.join(', ')}`,
    next:
      close === undefined ? 'See docs/configuration.md for the kinds there are' : `Did you mean ${close}?`,
  })
}
