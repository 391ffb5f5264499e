import { sameName } from '../../auth/lookup.ts'
import { Failure } from '../../errors/failure.ts'

interface Tagged {
  readonly tags: readonly string[]
}

/** The entries that have one of these tags, which are compared as names are. */
export function withTag<E extends Tagged>(entries: readonly E[], wanted: readonly string[]): readonly E[] {
  return entries.filter(({ tags }) => tags.some(tag => wanted.some(each => sameName(tag, each))))
}

/** The failure of tags that none of these entries has. */
export function noneTagged(
  role: 'identity' | 'provider',
  entries: readonly Tagged[],
  wanted: readonly string[],
): Failure {
  const known = [...new Set(entries.flatMap(({ tags }) => tags))].sort()
  return new Failure({
    code: `${role}-not-found`,
    what: `No ${role} has the tag ${wanted.join(' or ')}`,
    why: known.length === 0 ? `no ${role} has any tag` : `tags in use: ${known.join(', ')}`,
    next: `Name the ${role} instead: --${role} NAME`,
  })
}
