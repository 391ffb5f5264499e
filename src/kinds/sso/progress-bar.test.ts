import { expect, it } from 'vitest'
import { progressBar } from './progress-bar.ts'

it.each([
  [0, 3, '░░░░░░░░░░░░░░░░░░░░'],
  [1, 3, '██████░░░░░░░░░░░░░░'],
  [999, 1000, '███████████████████░'],
  [3, 3, '████████████████████'],
  [0, 0, '████████████████████'],
])('%i of %i', (done, all, bar) => {
  expect(progressBar(done, all)).toBe(bar)
})
