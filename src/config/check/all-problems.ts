import type { AuthConfig, IntegrationEntry, Problem, Via } from '../../auth/auth-config.ts'
import { originIn } from '../../auth/entry-origin.ts'
import { hostsServed } from '../../auth/integration-kind.ts'
import type { Catalog } from '../../auth/kind.ts'
import { nameProblems } from './names.ts'
import { referenceProblems } from './references.ts'

/**
 * Every problem of a configuration: of its files and settings, of each entry, and of what entries say of each
 * other. In the order of the files, then by line.
 */
export function allProblems(auth: AuthConfig, catalog: Catalog): readonly Problem[] {
  const entries = [...auth.providers, ...auth.identities, ...auth.integrations]
  const problems = [
    ...auth.problems,
    ...entries.flatMap(entry => entry.problems),
    ...nameProblems(auth, catalog),
    ...referenceProblems(auth, catalog),
    ...severalDefaults(auth),
    ...sharedHosts(auth, catalog),
  ]
  const rank = new Map(auth.files.map((file, index) => [file, index]))
  const rankOf = (problem: Problem) => rank.get(problem.origin?.file ?? '') ?? -1
  return problems.sort(
    (one, other) =>
      rankOf(one) - rankOf(other) ||
      (one.origin?.line ?? 0) - (other.origin?.line ?? 0) ||
      (one.origin?.column ?? 0) - (other.origin?.column ?? 0),
  )
}

function severalDefaults({ identities }: AuthConfig): readonly Problem[] {
  const defaults = identities.filter(entry => entry.default)
  if (defaults.length < 2) return []
  const names = defaults.map(entry => entry.name).join(', ')
  return defaults.slice(1).map(entry => ({
    severity: 'warning',
    path: `auth.identities.${entry.name}.default`,
    message: `several identities are the default (${names}), so commands must ask which one is meant`,
    ...originIn(entry, 'default'),
  }))
}

/** A host that two integrations serve with different identities: the first in the file wins. */
function sharedHosts({ integrations }: AuthConfig, catalog: Catalog): readonly Problem[] {
  const owners = new Map<string, IntegrationEntry>()
  return integrations.flatMap((entry): readonly Problem[] => {
    return hostsServed(entry, catalog).flatMap((host): readonly Problem[] => {
      const owner = owners.get(host)
      if (owner === undefined) owners.set(host, entry)
      if (owner === undefined || sameVia(owner.via, entry.via)) return []
      const message = `${host} is served by ${owner.name} already, with another identity; the first one wins`
      return [
        { severity: 'warning', path: `auth.integrations.${entry.name}`, message, ...originIn(entry, '') },
      ]
    })
  })
}

function sameVia(one: Via | undefined, other: Via | undefined): boolean {
  return JSON.stringify(one)?.toLowerCase() === JSON.stringify(other)?.toLowerCase()
}
