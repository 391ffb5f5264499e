import type { Problem } from './auth-config.ts'
import type { Link } from './chain.ts'
import { originIn } from './entry-origin.ts'

/** What a link is sure to fail at behind the one before it. */
export function foreseenProblems(link: Link, before: Link['kind'] | undefined): readonly Problem[] {
  const { entry } = link
  if (link.role === 'provider' || entry.spec === undefined) return []
  const refusal = link.kind.foresees?.({ spec: entry.spec, before })
  if (refusal === undefined) return []
  const path = `auth.identities.${entry.name}.${refusal.path}`
  return [{ severity: 'error', ...refusal, path, ...originIn(entry, refusal.path) }]
}
