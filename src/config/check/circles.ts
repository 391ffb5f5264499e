import type { IdentityEntry, Problem } from '../../auth/auth-config.ts'
import { originIn } from '../../auth/entry-origin.ts'

/** Each circle of identities once, with its path. @param before the identity that another starts from */
export function circleProblems(
  identities: readonly IdentityEntry[],
  before: (entry: IdentityEntry) => IdentityEntry | undefined,
): readonly Problem[] {
  const found: Problem[] = []
  const finished = new Set<IdentityEntry>()
  for (const start of identities) {
    const path: IdentityEntry[] = []
    let entry: IdentityEntry | undefined = start
    while (entry !== undefined && !finished.has(entry) && !path.includes(entry)) {
      path.push(entry)
      entry = before(entry)
    }
    if (entry !== undefined && path.includes(entry)) found.push(circle(path.slice(path.indexOf(entry))))
    for (const walked of path) finished.add(walked)
  }
  return found
}

function circle(members: readonly IdentityEntry[]): Problem {
  const [first] = members
  const path = [...members, first].map(entry => entry?.name).join(' → ')
  return {
    severity: 'error',
    path: `auth.identities.${first?.name}.via`,
    message: `the identities start from each other: ${path}`,
    next: 'Let one of them start from a provider',
    ...(first === undefined ? {} : originIn(first, 'via.identity')),
  }
}
