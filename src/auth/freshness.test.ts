import { expect, it } from 'vitest'
import { isUsable, isYoung } from './freshness.ts'

const minute = 60_000
const hour = 60 * minute

it.each([
  ['12 hours, 16 minutes left', 12 * hour, 16 * minute, true],
  ['12 hours, 15 minutes left', 12 * hour, 15 * minute, false],
  ['a quarter of an hour, 8 minutes left', 15 * minute, 8 * minute, true],
  ['a quarter of an hour, 7 minutes left', 15 * minute, 7 * minute, false],
  ['one hour, expired', hour, -1, false],
])('isUsable: %s → %s', (_, life, left, usable) => {
  expect(isUsable({ from: 0, until: life }, life - left)).toBe(usable)
})

it('never lets go of what does not end', () => {
  expect(isUsable({ from: 0 }, Number.MAX_SAFE_INTEGER)).toBe(true)
  expect(isYoung({ from: 0 }, Number.MAX_SAFE_INTEGER)).toBe(true)
})

it.each([
  [5 * hour, true],
  [6 * hour, false],
])('isYoung: %i ms into 12 hours → %s', (now, young) => {
  expect(isYoung({ from: 0, until: 12 * hour }, now)).toBe(young)
})
