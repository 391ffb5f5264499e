import type { AuthConfig, IdentityEntry, Problem } from '../../auth/auth-config.ts'
import { isDiscoveredFile } from '../../auth/discovered.ts'
import { originIn } from '../../auth/entry-origin.ts'
import { folderFault, profileFault } from '../../auth/file-names.ts'
import type { Catalog } from '../../auth/kind.ts'
import { sameName } from '../../auth/lookup.ts'

/** Names that cannot be used, or that mean somebody else. */
export function nameProblems(auth: AuthConfig, catalog: Catalog): readonly Problem[] {
  const giveAws = new Set(catalog.identities.filter(({ yields }) => yields === 'aws').map(({ kind }) => kind))
  return [
    ...(['providers', 'identities', 'integrations'] as const).flatMap(section =>
      auth[section].filter(({ name }) => name.trim() === '').map(entry => emptyName(section, entry)),
    ),
    ...auth.providers.flatMap(entry =>
      faulty('providers', entry, entry.name.trim() === '' ? undefined : folderFault(entry.name)),
    ),
    ...auth.identities
      .filter(({ kind, name }) => giveAws.has(kind) && name.trim() !== '')
      .flatMap(entry => faulty('identities', entry, profileFault(entry.name))),
    ...sharedAliases(auth.identities),
  ]
}

type Named = Pick<IdentityEntry, 'name' | 'origins'>

function emptyName(section: string, entry: Named): Problem {
  const path = `auth.${section}`
  return { severity: 'error', path, message: 'an entry has an empty name', ...originIn(entry, '') }
}

function faulty(section: string, entry: Named, fault: string | undefined): readonly Problem[] {
  if (fault === undefined) return []
  // Nobody wrote the names that a sign-in found, so nobody can mend them here.
  const isFound = isDiscoveredFile(entry.origins.get('')?.file ?? '')
  return [
    {
      severity: isFound ? 'warning' : 'error',
      path: `auth.${section}.${entry.name}`,
      message: `${JSON.stringify(entry.name)} cannot be used: ${fault}`,
      next: isFound
        ? 'Write an identity of your own for it, with another name'
        : `Call it ${suggested(entry.name)}`,
      ...originIn(entry, ''),
    },
  ]
}

function suggested(name: string): string {
  return name.replace(/[^\w@+.%/-]+/g, '-').replace(/^[-/]+|[-/]+$/g, '') || 'something with letters'
}

/** As they are looked up: a name before any alias, then the first alias. */
function sharedAliases(identities: readonly IdentityEntry[]): readonly Problem[] {
  const names = new Map(identities.map(entry => [entry.name.toLowerCase(), entry]))
  const owners = new Map<string, IdentityEntry>()
  return identities.flatMap((entry): readonly Problem[] => {
    const { alias } = entry
    if (alias === undefined || sameName(alias, entry.name)) return []
    const named = names.get(alias.toLowerCase())
    const owner = named ?? owners.get(alias.toLowerCase())
    if (owner === undefined) owners.set(alias.toLowerCase(), entry)
    if (owner === undefined) return []
    const what = named === undefined ? `the alias of ${owner.name} already` : 'the name of another identity'
    const message = `${alias} is ${what}, and that one wins`
    return [
      {
        severity: 'warning',
        path: `auth.identities.${entry.name}.alias`,
        message,
        ...originIn(entry, 'alias'),
      },
    ]
  })
}
