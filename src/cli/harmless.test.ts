import { stripVTControlCharacters, styleText } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { harmless } from './harmless.ts'

/** Texts with many of the characters that matter. */
const wild = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u001b[2J',
        '\u009b31m',
        '\u001b]0;title\u0007',
        '\r',
        '\r\n',
        '\n',
        '\t',
        '\u001b[31m',
        '\u001b[8m',
      ),
    ),
  )
  .map(parts => parts.join(''))

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const steering = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/

describe('a harmless text', () => {
  it('holds nothing that steers a terminal', () => {
    fc.assert(
      fc.property(wild, text => {
        expect(harmless(text, { colored: false })).not.toMatch(steering)
      }),
    )
  })

  it('holds nothing but our colours where there are colours', () => {
    fc.assert(
      fc.property(wild, text => {
        const shown = harmless(text, { colored: true })
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
        expect(shown.replace(/\u001b\[(0|1|2|22|31|32|33|36|39)m/g, '')).not.toMatch(steering)
      }),
    )
  })

  it('is the text itself where there is nothing to spell out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const lines = `${stripVTControlCharacters(text).replace(/\p{Cc}/gu, '')}\tü\r\n`
        expect(harmless(lines, { colored: false })).toBe(lines)
      }),
    )
  })

  it.each(['green', 'red', 'yellow', 'dim', 'bold', 'cyan'] as const)('keeps our %s', style => {
    const text = styleText(style, 'word', { validateStream: false })
    expect(harmless(text, { colored: true })).toBe(text)
  })

  it('stays JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
        expect(JSON.parse(harmless(JSON.stringify(value), { colored: true }))).toEqual(
          JSON.parse(JSON.stringify(value)),
        )
      }),
    )
  })
})
