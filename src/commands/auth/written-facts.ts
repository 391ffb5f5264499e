import type { IdentityEntry } from '../../auth/auth-config.ts'
import { isRecord } from '../../auth/parse-json.ts'

/** An entry of the configuration as written, its secrets hidden. */
export type Written = IdentityEntry['written']

/** A text, number or truth value of an entry, by its path; keys in any letter case. */
export function factOf(written: Written, path: string): string | undefined {
  let value: unknown = written
  for (const key of path.split('.')) value = isRecord(value) ? field(value, key) : undefined
  return isRecord(value) || Array.isArray(value) || value === undefined || value === null
    ? undefined
    : String(value)
}

/** A part of an entry that has parts itself. */
export function partOf(written: Written, key: string): Written | undefined {
  const value = field(written, key)
  return isRecord(value) ? value : undefined
}

function field(written: Written, key: string): unknown {
  return Object.entries(written).find(([name]) => name.toLowerCase() === key)?.[1]
}
