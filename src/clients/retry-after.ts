/**
 * Reads a `Retry-After` header: seconds, or a date (RFC 9110, 10.2.3).
 * @returns milliseconds from `now`; `undefined` when there is none, or none that can be read
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000
  const date = Date.parse(value)
  return /[a-z]/i.test(value) && !Number.isNaN(date) ? Math.max(0, date - now) : undefined
}
