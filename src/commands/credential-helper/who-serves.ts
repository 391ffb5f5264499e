import type { IntegrationEntry } from '../../auth/auth-config.ts'
import { isForeignKind } from '../../auth/foreign-kinds.ts'
import { integrationKind } from '../../auth/integration-kind.ts'
import type { Catalog } from '../../auth/kind.ts'
import { mistakesOf } from '../../auth/mistakes.ts'
import { settle } from '../../config/settle.ts'
import { loginHost, parseRegistryHost } from '../../docker/registry-host.ts'
import type { OpenSource } from './configurations.ts'

/** An integration, and the hosts it logs in to. */
export interface Serving {
  readonly entry: IntegrationEntry
  /** As `loginHost` spells them; `undefined` where a mistake in the entry keeps it from telling. */
  readonly hosts: readonly string[] | undefined
}

/**
 * What every integration of a configuration serves, in the file's order; those of kinds that only Cloud Posse's
 * Atmos has are left out. Programs (`!exec`) are run for those that need one to know their registry.
 */
export async function servings({ source, session }: OpenSource): Promise<readonly Serving[]> {
  const { auth, catalog, effects } = session
  const isMeant = ({ kind }: IntegrationEntry) => !isForeignKind(kind)
  const meant = auth.integrations.filter(isMeant)
  const pending = meant.filter(entry => entry.pending.length > 0).map(entry => entry.name)
  const settled = pending.length > 0 && source.chosen ? await settle(auth, pending, effects) : auth
  return settled.integrations.filter(isMeant).map(entry => ({ entry, hosts: hostsOf(entry, catalog) }))
}

function hostsOf(entry: IntegrationEntry, catalog: Catalog): readonly string[] | undefined {
  const kind = integrationKind(entry, catalog)
  const isBroken = mistakesOf(entry).length > 0 || entry.pending.length > 0
  if (kind === undefined || isBroken) return undefined
  return kind.serves(entry.spec).map(host => {
    const parsed = parseRegistryHost(host)
    return parsed === undefined ? host : loginHost(parsed)
  })
}
