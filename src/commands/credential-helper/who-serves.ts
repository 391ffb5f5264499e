import type { AuthConfig, IntegrationEntry } from '../../auth/auth-config.ts'
import { chainOf } from '../../auth/chain.ts'
import type { Catalog } from '../../auth/kind.ts'
import { sameName } from '../../auth/lookup.ts'
import { settle } from '../../config/settle.ts'
import { loginHost, parseRegistryHost } from '../../docker/registry-host.ts'
import { Failure } from '../../errors/failure.ts'
import type { OpenSource } from './configurations.ts'

/** An integration, and the hosts it logs in to. */
export interface Serving {
  readonly entry: IntegrationEntry
  /** As `loginHost` spells them; `undefined` where a mistake in the entry keeps it from telling. */
  readonly hosts: readonly string[] | undefined
}

/**
 * What every integration of a configuration serves, in the file's order. Programs (`!exec`) are run for those
 * that need one to know their registry.
 */
export async function servings({ source, session }: OpenSource): Promise<readonly Serving[]> {
  const { auth, catalog, effects } = session
  const pending = auth.integrations.filter(entry => entry.pending.length > 0).map(entry => entry.name)
  const settled = pending.length > 0 && source.chosen ? await settle(auth, pending, effects) : auth
  return settled.integrations.map(entry => ({ entry, hosts: hostsOf(entry, catalog) }))
}

function hostsOf(entry: IntegrationEntry, catalog: Catalog): readonly string[] | undefined {
  const kind = catalog.integrations.find(candidate => candidate.kind === entry.kind)
  const isBroken = entry.problems.some(problem => problem.severity === 'error') || entry.pending.length > 0
  if (kind === undefined || isBroken) return undefined
  return kind.serves(entry.spec).map(host => {
    const parsed = parseRegistryHost(host)
    return parsed === undefined ? host : loginHost(parsed)
  })
}

/** Entries of kinds this program does not have cannot be meant when a host of ours is asked for. */
export function isKnownKind({ kind }: IntegrationEntry, catalog: Catalog): boolean {
  return catalog.integrations.some(candidate => candidate.kind === kind)
}

/**
 * The identity whose credentials an integration uses: the one it names, or the one that starts at the provider
 * it names, of several the default.
 * @throws Failure `config-invalid` when that does not say one
 */
export function identityOf({ name, via }: IntegrationEntry, auth: AuthConfig, catalog: Catalog): string {
  if (via !== undefined && 'identity' in via) return via.identity
  const rooted = auth.identities.filter(
    identity => via !== undefined && sameName(rootOf(identity.name, auth, catalog) ?? '', via.provider),
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
function rootOf(identity: string, auth: AuthConfig, catalog: Catalog): string | undefined {
  try {
    const [first] = chainOf(auth, catalog, identity)
    return first?.role === 'provider' ? first.entry.name : undefined
  } catch {
    return undefined
  }
}
