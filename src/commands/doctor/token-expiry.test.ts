import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenExpiry } from './token-expiry.ts'

const password = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

describe('tokenExpiry', () => {
  it('reads what a password of ECR says', () => {
    fc.assert(
      fc.property(fc.nat(4_000_000_000), fc.base64String(), (expiration, payload) => {
        expect(tokenExpiry(password({ payload, version: '2', expiration }))).toBe(expiration * 1000)
      }),
    )
  })

  it.each([{ expiration: '1' }, { expires: 1 }, {}])('knows nothing of %j', value => {
    expect(tokenExpiry(password(value))).toBeUndefined()
  })

  it('takes any other password for one that does not say', () => {
    fc.assert(
      fc.property(fc.string(), fc.base64String(), (text, base64) => {
        expect(tokenExpiry(text)).toBeUndefined()
        expect(tokenExpiry(`eyJ${base64}`)).toBeUndefined()
      }),
    )
  })
})
