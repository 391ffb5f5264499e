import { describe, expect, it } from 'vitest'
import { caretLines } from './source-text.ts'

const line = `${'a: b, '.repeat(30)}HERE ${'c: d, '.repeat(30)}`
const column = line.indexOf('HERE') + 1

describe('the line of a place', () => {
  it.each([80, 40])('is cut for a terminal of %s columns, with the caret where it belongs', columns => {
    const [shown = '', caret = ''] = caretLines(line, { line: 1, column }, columns).split('\n')
    expect(shown.length).toBeLessThanOrEqual(columns)
    expect(shown.slice(caret.indexOf('^'))).toMatch(/^HERE /)
  })

  it('is cut for an indented message, too', () => {
    expect(caretLines(line, { line: 1, column }).split('\n')[0]?.length).toBeLessThanOrEqual(72)
  })
})
