import { Failure } from '../errors/failure.ts'
import type { AuthConfig, IdentityEntry, ProviderEntry } from './auth-config.ts'
import type { CredentialType } from './credentials.ts'
import type { Catalog, IdentityKind, ProviderKind } from './kind.ts'
import { findIdentity, findProvider } from './lookup.ts'
import { unknownKind } from './unknown-kind.ts'

/** One link: an entry of the configuration with the kind that knows how to use it. */
export type Link =
  | { readonly role: 'provider'; readonly entry: ProviderEntry; readonly kind: ProviderKind }
  | { readonly role: 'identity'; readonly entry: IdentityEntry; readonly kind: IdentityKind }

/**
 * The chain of an identity, from where trust starts to the identity itself.
 * @throws Failure when a name, a kind or a `via` is missing, a circle closes, or two neighbours do not fit
 */
export function chainOf(auth: AuthConfig, catalog: Catalog, name: string): readonly Link[] {
  const links: Link[] = []
  let link: Link | undefined = identityLink(findIdentity(auth, name), catalog)
  while (link !== undefined) {
    if (links.some(earlier => earlier.role === link?.role && earlier.entry === link?.entry))
      circle(links, link)
    links.unshift(link)
    link = before(link, auth, catalog)
  }
  links.forEach((second, index) => {
    const first = links[index - 1]
    if (first !== undefined) mustFit(first, second)
  })
  return links
}

/** Name of the provider that a chain starts from; `undefined` where it starts from an identity. */
export function rootOf([first]: readonly Link[]): string | undefined {
  return first?.role === 'provider' ? first.entry.name : undefined
}

/** The link of a provider alone. */
export function providerLink(entry: ProviderEntry, catalog: Catalog): Link {
  const kind = catalog.providers.find(candidate => candidate.kind === entry.kind)
  if (kind === undefined) throw unknownKind('Provider', entry, catalog.providers)
  return { role: 'provider', entry, kind }
}

function identityLink(entry: IdentityEntry, catalog: Catalog): Link {
  const kind = catalog.identities.find(candidate => candidate.kind === entry.kind)
  if (kind === undefined) throw unknownKind('Identity', entry, catalog.identities)
  return { role: 'identity', entry, kind }
}

function before(link: Link, auth: AuthConfig, catalog: Catalog): Link | undefined {
  if (link.role === 'provider') return undefined
  const { entry, kind } = link
  if (kind.accepts.length === 0) return undefined
  if (entry.via === undefined) {
    throw new Failure({
      code: 'chain-mismatch',
      what: `Identity ${entry.name} (${entry.kind}) does not say what it starts from`,
      next: `Add "via: { provider: NAME }" or "via: { identity: NAME }" to auth.identities.${entry.name}`,
    })
  }
  if ('provider' in entry.via) return providerLink(findProvider(auth, entry.via.provider), catalog)
  return identityLink(findIdentity(auth, entry.via.identity), catalog)
}

function mustFit(first: Link, second: Link): void {
  const accepts: readonly CredentialType[] = second.role === 'identity' ? second.kind.accepts : []
  if (accepts.includes(first.kind.yields)) return
  throw new Failure({
    code: 'chain-mismatch',
    what: `Identity ${second.entry.name} cannot start from ${first.role} ${first.entry.name}`,
    why: `${second.entry.kind} needs ${accepts.join(' or ')} credentials, ${first.entry.kind} gives ${first.kind.yields}`,
    next: `Change "via" of auth.identities.${second.entry.name}`,
  })
}

function circle(links: readonly Link[], again: Link): never {
  const path = [again, ...links].map(link => link.entry.name)
  throw new Failure({
    code: 'chain-cycle',
    what: `Identity ${again.entry.name} is part of a circle`,
    why: path.join(' → '),
    next: 'Let one of them start from a provider',
  })
}
