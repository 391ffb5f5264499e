/** Credentials with no more than this left are about to end, milliseconds. */
const soonMs = 15 * 60_000

/** Whether credentials with so many milliseconds left are about to end, or have ended. */
export function isEndingSoon(leftMs: number): boolean {
  return leftMs <= soonMs
}
