import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quickMark } from '../../auth/quick-mark.ts'
import { decodeIndex, encodeIndex, type IndexEntry } from './token-index.ts'

const words = fc.string()
const entry: fc.Arbitrary<IndexEntry> = fc.record(
  {
    inputs: fc.record(
      {
        files: fc.dictionary(words, words),
        variables: fc.dictionary(words, fc.option(words, { nil: null })),
        cwd: words,
      },
      { requiredKeys: ['files', 'variables'] },
    ),
    hosts: fc.dictionary(
      words,
      fc.record({ file: fc.stringMatching(/^[\w.-]+$/), ambient: fc.boolean(), surroundings: words }),
    ),
  },
  { noNullPrototype: true },
)

describe('the index of tokens', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(entry), entries => {
        expect(JSON.stringify(decodeIndex(encodeIndex(entries)))).toBe(JSON.stringify(entries))
      }),
    )
  })

  it('is empty when it is torn, or something else', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (entries, share) => {
          const whole = encodeIndex(entries).trimEnd()
          expect(decodeIndex(whole.slice(0, Math.floor(whole.length * share)))).toEqual([])
        },
      ),
    )
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(decodeIndex(JSON.stringify({ version: 1, entries: [value] }))).toEqual([])
      }),
    )
  })

  it.each(['../../.ssh/id_rsa', '/etc/passwd', 'a/b.json', ''])(
    'leads to no file outside of its folder: %j',
    file => {
      const hosts = { 'public.ecr.aws': { file, ambient: false, surroundings: '' } }
      expect(decodeIndex(encodeIndex([{ inputs: { files: {}, variables: {} }, hosts }]))).toEqual([])
    },
  )
})

describe('quickMark', () => {
  it('tells texts apart', () => {
    const texts = [
      '',
      ' ',
      'a',
      'b',
      'ab',
      'ba',
      'a\0',
      '\0a',
      ...Array.from({ length: 20_000 }, (_, n) => `value ${n}`),
    ]
    expect(new Set(texts.map(quickMark)).size).toBe(texts.length)
  })
})
