/** Counts pulls against a rate. */
export interface PullRate {
  /**
   * Takes one pull from a puller's allowance.
   * @param now milliseconds since the epoch
   * @returns whether the allowance had one left
   */
  take(pull: { readonly puller: string; readonly perSecond: number; readonly now: number }): boolean
}

/** An allowance of one second's pulls each, refilled evenly as time goes by. */
export function createPullRate(): PullRate {
  const allowances = new Map<string, { left: number; at: number }>()
  return {
    take({ puller, perSecond, now }) {
      const full = Math.max(1, perSecond)
      const before = allowances.get(puller) ?? { left: full, at: now }
      const left = Math.min(full, before.left + ((now - before.at) / 1000) * perSecond)
      const granted = left >= 1
      allowances.set(puller, { left: granted ? left - 1 : left, at: now })
      return granted
    },
  }
}
