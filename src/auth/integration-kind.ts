import type { IntegrationEntry } from './auth-config.ts'
import type { Catalog, IntegrationKind } from './kind.ts'

/**
 * The kind of an integration; `undefined` for those that only Cloud Posse's Atmos has (EKS, ACR, …), which may
 * stand beside ours.
 */
export function integrationKind(
  { kind }: Pick<IntegrationEntry, 'kind'>,
  { integrations }: Catalog,
): IntegrationKind | undefined {
  return integrations.find(candidate => candidate.kind === kind)
}

/** Registry hosts that an integration logs in to; none while its fields wait for a program or have mistakes. */
export function hostsServed(entry: IntegrationEntry, catalog: Catalog): readonly string[] {
  const kind = integrationKind(entry, catalog)
  return kind === undefined || entry.spec === undefined ? [] : kind.serves(entry.spec)
}
