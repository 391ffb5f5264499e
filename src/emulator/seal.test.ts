import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nodeRandom } from '../effects/node/random.ts'
import { createSeal } from './seal.ts'

const seal = createSeal({ random: nodeRandom })
const facts = fc.dictionary(
  fc.string().filter(name => name !== '__proto__'),
  fc.oneof(fc.string(), fc.integer(), fc.boolean()),
)

it('reads back what it closed', () => {
  fc.assert(
    fc.property(facts, given => {
      expect(seal.open(seal.close(given))).toEqual({ ...given })
    }),
  )
})

it('opens nothing that was changed in any character', () => {
  fc.assert(
    fc.property(facts, fc.nat(), (given, at) => {
      const token = seal.close(given)
      const place = at % token.length
      const other = token[place] === 'A' ? 'B' : 'A'
      const changed = token.slice(0, place) + other + token.slice(place + 1)
      const opened = seal.open(changed)
      // The last character of base64 carries unused bits: another spelling of the same bytes is no change.
      if (place < token.length - 1) expect(opened).toBeUndefined()
    }),
  )
})

it('opens nothing at all that it did not close', () => {
  fc.assert(fc.property(fc.string(), text => seal.open(text) === undefined))
  expect(createSeal({ random: nodeRandom }).open(seal.close({ a: 1 }))).toBeUndefined()
})
