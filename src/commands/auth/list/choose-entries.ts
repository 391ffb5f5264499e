import type { AuthConfig, IdentityEntry, ProviderEntry } from '../../../auth/auth-config.ts'
import { findIdentity, findProvider, sameName } from '../../../auth/lookup.ts'
import { excluded } from '../../excluded.ts'
import type { ListFlags } from '../list.command.ts'

/** The entries to show. */
export interface Chosen {
  readonly providers: readonly ProviderEntry[]
  readonly identities: readonly IdentityEntry[]
}

/** @throws Failure when a name is not there, or both kinds of entries were asked for alone */
export function chooseEntries(
  auth: AuthConfig,
  { providers, identities, tags = [] }: Omit<ListFlags, 'format'>,
): Chosen {
  if (providers !== undefined && identities !== undefined) {
    throw excluded('--providers', '--identities', {
      why: 'each of them shows its own kind of entries and no other',
      next: 'Leave both out to see everything',
    })
  }
  const wantedProviders = named(providers).map(name => findProvider(auth, name))
  const wantedIdentities = named(identities).map(name => findIdentity(auth, name))
  const isTagged = (entry: { readonly tags: readonly string[] }) =>
    tags.length === 0 || entry.tags.some(tag => tags.some(wanted => sameName(tag, wanted)))
  return {
    providers: identities === undefined ? only(auth.providers, wantedProviders).filter(isTagged) : [],
    identities: providers === undefined ? only(auth.identities, wantedIdentities).filter(isTagged) : [],
  }
}

function named(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}

/** No name means all of them. */
function only<E>(all: readonly E[], wanted: readonly E[]): readonly E[] {
  return wanted.length === 0 ? all : all.filter(entry => wanted.includes(entry))
}
