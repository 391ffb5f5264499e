import { describe, expect, it } from 'vitest'
import { parseMap } from './parse.ts'

function hintOf(text: string): string | undefined {
  try {
    parseMap({ file: '/atmos.yaml', text, remote: false })
  } catch (thrown) {
    return (thrown as { next?: string }).next
  }
  return undefined
}

describe('the hint of a mistake in YAML', () => {
  it.each([
    ['a:\n\tb: 1\n', 'Replace the tab by spaces'],
    ['a: "b\n', 'Close the bracket or the quotes'],
    ['a: "\\q"\n', 'Close the quotes'],
    ['a: [1, 2\n', 'Close the bracket'],
    ['a: {b: 1 c: 2}\n', 'Close the bracket'],
    ['- a\n', 'Write key: value'],
    ['a:b\n', 'Write key: value'],
    ['a: 1\na: 2\n', 'Keep one of the two'],
    ['a: *b\n', 'Define it once'],
    ['a:\n  b: 1\n c: 2\n', 'Line it up'],
    ['a: b: c\n', 'Line it up'],
    ['a: @b\n', 'needs quotes'],
  ])('%j: %s', (text, hint) => expect(hintOf(text)).toContain(hint))
})
