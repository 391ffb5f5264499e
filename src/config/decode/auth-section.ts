import type { AuthConfig, Problem } from '../../auth/auth-config.ts'
import type { Catalog } from '../../auth/kind.ts'
import type { Environment } from '../../effects/environment.ts'
import { originOf } from '../source-text.ts'
import { topLevelVariables, variableProblems } from '../variables.ts'
import { type Branch, child, emptyBranch, isNothing } from '../yaml/tree.ts'
import { readAuthSettings } from './auth-settings.ts'
import { identityEntry, integrationEntry, providerEntry } from './entries.ts'
import { inspect } from './inspect.ts'
import type { EntryKind, RawEntry, Section } from './raw-entry.ts'
import { profiles } from './settings-fields.ts'

/** The merged configuration as the nouns of `auth`. */
export function decodeAuth(
  root: Branch,
  catalog: Catalog,
  env: Environment,
): Omit<AuthConfig, 'files' | 'folder'> {
  const problems: Problem[] = []
  const tree = child(root, 'auth')
  const auth = tree?.type === 'branch' ? tree : emptyBranch(root.source)
  if (tree !== auth && !isNothing(tree)) {
    const message = tree.type === 'broken' ? tree.message : 'must be a map (key: value)'
    problems.push({ severity: 'error', path: 'auth', message, origin: originOf(tree) })
  }
  const entries = (section: Section, kinds: readonly EntryKind[]) =>
    rawEntriesOf(auth, { section, kinds }, problems)
  const providers = entries('providers', catalog.providers).map(providerEntry)
  const identities = entries('identities', catalog.identities).map(identityEntry)
  const integrations = entries('integrations', catalog.integrations).map(integrationEntry)
  const settings = readAuthSettings(auth, env)
  return {
    ...settings,
    providers,
    identities,
    integrations,
    env: topLevelVariables(root),
    problems: [...problems, ...settings.problems, ...profileProblems(root), ...variableProblems(root)],
  }
}

function profileProblems(root: Branch): readonly Problem[] {
  const tree = child(root, 'profiles')
  if (isNothing(tree)) return []
  return inspect(profiles, { tree, path: 'profiles', place: tree }).problems
}

interface Shelf {
  readonly section: Section
  readonly kinds: readonly EntryKind[]
}

function rawEntriesOf(auth: Branch, { section, kinds }: Shelf, problems: Problem[]): RawEntry[] {
  const tree = child(auth, section)
  if (isNothing(tree)) return []
  if (tree.type === 'branch') return [...tree.pairs.values()].map(pair => ({ section, pair, kinds }))
  const message = tree.type === 'broken' ? tree.message : 'must be a map of names to entries'
  problems.push({ severity: 'error', path: `auth.${section}`, message, origin: originOf(tree) })
  return []
}
