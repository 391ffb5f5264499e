import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backOffMs, renewalTime } from './watch-times.ts'

const hour = 3_600_000
const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

describe('renewalTime', () => {
  it.each([
    [0, 6 * hour],
    [0.5, 5.7 * hour],
    [1, 5.4 * hour],
  ])('of a life of 12 hours, with the fraction %d', (random, expected) => {
    expect(renewalTime({ from: 0, until: 12 * hour }, { now: 0, fraction: random })).toBe(expected)
  })

  it('is never before ten seconds from now, whatever a service calls a life', () => {
    const instant = fc.integer({ min: 0, max: 1e13 })
    fc.assert(
      fc.property(instant, instant, instant, fraction, (from, until, now, random) => {
        expect(renewalTime({ from, until }, { now, fraction: random })).toBeGreaterThanOrEqual(now + 10_000)
      }),
    )
  })
})

describe('backOffMs', () => {
  it.each([
    [1, 10_000],
    [2, 20_000],
    [5, 160_000],
    [6, 300_000],
    [99, 300_000],
  ])('after %d failures is about %d', (failures, expected) => {
    expect(backOffMs(failures, 0.5)).toBe(expected)
    fc.assert(
      fc.property(fraction, random => {
        expect(Math.abs(backOffMs(failures, random) / expected - 1)).toBeLessThanOrEqual(0.25)
      }),
    )
  })
})
