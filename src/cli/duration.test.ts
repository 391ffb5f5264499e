import * as fc from 'fast-check'
import { safeParse } from 'valibot'
import { describe, expect, it } from 'vitest'
import { durationSeconds } from '../auth/fields.ts'
import { formatDuration, parseDuration } from './duration.ts'

const minute = 60_000

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['2m', 120_000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['500ms', 500],
    ['1.5s', 1500],
    ['45', 45_000],
    ['1d', 86_400_000],
    ['1d12h', 129_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '0', '0s', 's', '-5s', '5 s', '5x', 'soon', '1h-2m', '5sx'])('refuses "%s"', text => {
    expect(() => parseDuration(text)).toThrow(/is not a duration/)
  })
})

describe('durations of the command line and of a configuration', () => {
  const amount = fc.oneof(
    fc.nat({ max: 5000 }).map(String),
    fc.double({ min: 0, max: 99, noNaN: true }).map(n => n.toFixed(2)),
  )
  const piece = fc
    .tuple(amount, fc.constantFrom('ms', 's', 'm', 'h', 'd', 'x', ' ', '', '-'))
    .map(parts => parts.join(''))
  const written = fc.oneof(
    fc.array(piece, { maxLength: 4 }).map(parts => parts.join('')),
    fc.string(),
  )

  it('are one language', () => {
    const agree = fc.property(written, text => {
      const inFile = safeParse(durationSeconds, text)
      let ms = 0
      try {
        ms = parseDuration(text)
      } catch {
        expect(!inFile.success || Number(inFile.output) < 1).toBe(true)
        return
      }
      expect(inFile.success && Math.abs(Number(inFile.output) - ms / 1000)).toBeLessThanOrEqual(0.5001)
    })
    expect(fc.check(agree)).toMatchObject({ failed: false })
  })
})

describe('formatDuration', () => {
  it.each([
    [12 * 60 * minute, '12h'],
    [12 * 60 * minute - 20_000, '12h'],
    [12 * 60 * minute - minute, '11h59m'],
    [45 * minute, '45m'],
    [61 * minute, '1h1m'],
    [20_000, 'less than a minute'],
    [0, 'expired'],
    [-minute, 'expired'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})
