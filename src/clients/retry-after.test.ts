import fc from 'fast-check'
import { expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = Date.UTC(2026, 10, 23, 12)

it.each([
  [undefined, undefined],
  ['0', 0],
  ['120', 120_000],
  ['Mon, 23 Nov 2026 12:00:05 GMT', 5000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1.5', undefined],
])('Retry-After %j is %j ms', (value, expected) => {
  expect(retryAfterMs(value, now)).toBe(expected)
})

it('is never negative and never throws', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      expect(retryAfterMs(text, now) ?? 0).toBeGreaterThanOrEqual(0)
    }),
  )
})
