import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.ts'

const known = ['provider', 'identity', 'region', 'aws/ecr-public', 'aws/ecr']

describe('nearest', () => {
  it.each([
    ['provder', 'provider'],
    ['Identiy', 'identity'],
    ['regoin', 'region'],
    ['aws/ecr_public', 'aws/ecr-public'],
    ['something-else', undefined],
    ['', undefined],
  ])('%s means %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant)
  })

  it('finds every word in a list that has it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), fc.nat(), (words, pick) => {
        const word = words[pick % words.length] ?? ''
        expect(nearest(word, words)?.toLowerCase()).toBe(word.toLowerCase())
      }),
    )
  })
})
