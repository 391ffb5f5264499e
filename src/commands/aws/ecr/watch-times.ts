/** A login that is kept fresh; milliseconds since the epoch. */
export interface Kept {
  readonly from: number
  readonly until: number
}

/** Never more often than this, whatever a service says about the life of its tokens. */
const shortestPause = 10_000
const longestPause = 5 * 60_000

/**
 * When to renew: at half of a login's life, or up to a tenth of that earlier, so that many machines that
 * started together do not call together.
 * @param moment `fraction`: from 0 to 1, random
 */
export function renewalTime(
  { from, until }: Kept,
  { now, fraction }: { readonly now: number; readonly fraction: number },
): number {
  const half = (until - from) / 2
  return Math.max(now + shortestPause, from + half * (1 - fraction / 10))
}

/** Milliseconds to wait after this many failures in a row: doubled from 10 s up to 5 minutes, ± a quarter. */
export function backOffMs(failures: number, fraction: number): number {
  const pause = Math.min(longestPause, shortestPause * 2 ** (failures - 1))
  return pause * (0.75 + fraction / 2)
}
