import { dump } from 'js-yaml'
import type { ListedProvider, Listing } from './listing.ts'

/** The entries in the shape of the configuration, for scripts: keys sorted, without their secrets. */
export function asJson(listing: Listing): string {
  return `${JSON.stringify(documentOf(listing), sortedKeys, 2)}\n`
}

/** The same as YAML. */
export function asYaml(listing: Listing): string {
  return dump(JSON.parse(asJson(listing)), { sortKeys: true, noRefs: true, lineWidth: -1 })
}

function documentOf({ providers, identities }: Listing): object {
  return {
    ...(identities.length === 0 ? {} : { identities: byName(identities) }),
    ...(providers.length === 0 ? {} : { providers: byName(providers) }),
  }
}

function byName(entries: readonly ListedProvider[]): object {
  return Object.fromEntries(entries.map(({ name, written }) => [name, written]))
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
