import { describe, expect, it } from 'vitest'
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
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '0', '0s', 's', '-5s', '5 s', '5x', 'soon', '1h-2m', '5sx'])('refuses "%s"', text => {
    expect(() => parseDuration(text)).toThrow(/is not a duration/)
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
