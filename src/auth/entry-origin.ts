import type { Origin, Problem } from './auth-config.ts'

/**
 * Where a value of an entry stands, as the part of a problem that says so: its own place, else its entry's, and
 * nothing where neither is known.
 * @param path dotted, inside the entry; `''` is the entry itself
 */
export function originIn(
  { origins }: { readonly origins: ReadonlyMap<string, Origin> },
  path: string,
): Pick<Problem, 'origin'> {
  const origin = origins.get(path) ?? origins.get('')
  return origin === undefined ? {} : { origin }
}
