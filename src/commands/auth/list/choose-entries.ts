import type { AuthConfig, IdentityEntry, ProviderEntry } from '../../../auth/auth-config.ts'
import { findIdentity, findProvider } from '../../../auth/lookup.ts'
import { excluded } from '../../excluded.ts'
import { withTag } from '../../identity/tags.ts'
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
  const tagged = <E extends ProviderEntry | IdentityEntry>(entries: readonly E[]) =>
    tags.length === 0 ? entries : withTag(entries, tags)
  return {
    providers: identities === undefined ? tagged(only(auth.providers, wantedProviders)) : [],
    identities: providers === undefined ? tagged(only(auth.identities, wantedIdentities)) : [],
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
