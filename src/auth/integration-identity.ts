import { Failure } from '../errors/failure.ts'
import type { AuthConfig, IntegrationEntry } from './auth-config.ts'
import { chainOf, rootOf } from './chain.ts'
import type { Catalog } from './kind.ts'
import { sameName } from './lookup.ts'

/**
 * The identity whose credentials an integration uses: the one it names, or the one that starts at the provider
 * it names, of several the default.
 * @throws Failure `config-invalid` when that does not say one
 */
export function identityOf({ name, via }: IntegrationEntry, auth: AuthConfig, catalog: Catalog): string {
  if (via !== undefined && 'identity' in via) return via.identity
  const rooted = auth.identities.filter(
    identity =>
      via !== undefined && sameName(rootOfIdentity(identity.name, auth, catalog) ?? '', via.provider),
  )
  const chosen = rooted.length > 1 ? rooted.filter(identity => identity.default) : rooted
  if (chosen.length === 1) return chosen[0]?.name ?? ''
  throw new Failure({
    code: 'config-invalid',
    what: `Integration ${name} does not say whose credentials it uses`,
    why:
      via === undefined
        ? 'it has no "via"'
        : `${rooted.length === 0 ? 'no identity starts' : 'several identities start'} at the provider ${via.provider}`,
    next: `Add "via: { identity: NAME }" to auth.integrations.${name}`,
  })
}

/** The provider that an identity's chain starts from; `undefined` where there is none, or the chain is broken. */
function rootOfIdentity(identity: string, auth: AuthConfig, catalog: Catalog): string | undefined {
  try {
    return rootOf(chainOf(auth, catalog, identity))
  } catch {
    return undefined
  }
}
