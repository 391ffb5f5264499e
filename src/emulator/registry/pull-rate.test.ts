import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPullRate } from './pull-rate.ts'

describe('the rate of pulls', () => {
  it('grants one second of pulls at once and refills as time goes by', () => {
    const rate = createPullRate()
    const take = (now: number) => rate.take({ puller: 'a', perSecond: 2, now })
    expect([take(0), take(0), take(0), take(499), take(500), take(500)]).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ])
  })

  it('keeps the allowances of different pullers apart', () => {
    const rate = createPullRate()
    const take = (puller: string) => rate.take({ puller, perSecond: 1, now: 0 })
    expect([take('a'), take('b'), take('a')]).toEqual([true, true, false])
  })

  it('understands less than one pull a second', () => {
    const rate = createPullRate()
    const take = (now: number) => rate.take({ puller: 'a', perSecond: 0.5, now })
    expect([take(0), take(1999), take(2000)]).toEqual([true, false, true])
  })

  it('never grants more than the rate allows in any stretch of time', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 })
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 10 }), (gaps, perSecond) => {
        const rate = createPullRate()
        let now = 0
        let granted = 0
        for (const gap of gaps) {
          now += gap
          if (rate.take({ puller: 'a', perSecond, now })) granted += 1
        }
        expect(granted).toBeLessThanOrEqual(perSecond + (now / 1000) * perSecond + 1e-6)
      }),
    )
  })
})
