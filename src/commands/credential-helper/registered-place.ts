import { isRecord } from '../../auth/parse-json.ts'
import type { HelperFootprint } from '../../docker/edit-helpers.ts'

/** What `docker configure` wrote into one file, and what stood there before. */
export interface RegisteredPlace {
  /** Absolute path of a config.json, or of a containers/auth.json. */
  readonly path: string
  /** Hosts that were given to us, each with the program that had it before (`null`: none). */
  readonly hosts: Readonly<Record<string, string | null>>
  /** The store that was there before us, or that Docker had found by itself; absent unless we are the store. */
  readonly store?: { readonly before: string; readonly detected: boolean } | undefined
  readonly footprint: HelperFootprint
}

/** Whether a value from a file is one. */
export function isPlace(value: unknown): value is RegisteredPlace {
  if (!isRecord(value) || typeof value.path !== 'string') return false
  const { hosts, store, footprint } = value
  if (!isRecord(hosts) || !isRecord(footprint)) return false
  if (!Object.values(hosts).every(before => before === null || typeof before === 'string')) return false
  return store === undefined || (isRecord(store) && typeof store.before === 'string')
}
