const fullReserve = 15 * 60_000

/** An interval of validity, milliseconds since the epoch. */
export interface Life {
  readonly from: number
  /** Absent: never ends. */
  readonly until?: number | undefined
}

/**
 * Whether something with a limited life is still worth using: 15 minutes must be left, or half of its
 * life where that is shorter.
 */
export function isUsable({ from, until }: Life, now: number): boolean {
  if (until === undefined) return true
  const reserve = Math.min(fullReserve, (until - from) / 2)
  return until - now > reserve
}

/** Whether the first half of its life is not over yet: the time to renew without anyone waiting. */
export function isYoung({ from, until }: Life, now: number): boolean {
  return until === undefined || now < from + (until - from) / 2
}
