import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChallenges } from './challenge.ts'

const read = (header: string) =>
  readChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])

describe('readChallenges', () => {
  it.each<[string, unknown]>([
    [
      'Bearer realm="https://public.ecr.aws/token/",service="public.ecr.aws",scope="aws"',
      [['bearer', { realm: 'https://public.ecr.aws/token/', service: 'public.ecr.aws', scope: 'aws' }]],
    ],
    ['Basic realm="https://1.dkr.ecr/",service="ecr.amazonaws.com"', [['basic', expect.anything()]]],
    ['Basic', [['basic', {}]]],
    [
      'Basic realm="a, b" , Bearer REALM=c',
      [
        ['basic', { realm: 'a, b' }],
        ['bearer', { realm: 'c' }],
      ],
    ],
    ['Bearer realm="a\\"b\\\\"', [['bearer', { realm: 'a"b\\' }]]],
    ['', []],
    ['"', []],
    ['Bearer realm="open', [['bearer', {}]]],
  ])('%j', (header, expected) => {
    expect(read(header)).toEqual(expected)
  })

  it('reads back any challenge, and comes to an end with any text', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    fc.assert(
      fc.property(word, fc.dictionary(word, fc.string()), (scheme, parameters) => {
        const list = Object.entries(parameters).map(
          ([key, value]) => `${key}="${value.replace(/["\\]/g, '\\$&')}"`,
        )
        expect(read(`${scheme} ${list.join(', ')}`)).toEqual([[scheme, parameters]])
      }),
    )
    fc.assert(fc.property(fc.string(), text => Array.isArray(readChallenges(text))))
  })
})
