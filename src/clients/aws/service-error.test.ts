import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../effects/http.ts'
import { readSkew } from './clock-skew.ts'
import { readServiceError } from './service-error.ts'

const answer = (body: string, headers: Record<string, string> = {}): HttpResponse => ({
  status: 400,
  headers,
  body,
})

describe('how AWS says no', () => {
  it.each<[string, Record<string, string>, { code: string; message: string } | undefined]>([
    ['{"__type":"ns.v1#Denied","message":"m"}', {}, { code: 'Denied', message: 'm' }],
    ['{"__type":"Denied","Message":"m"}', {}, { code: 'Denied', message: 'm' }],
    ['{"code":"Denied"}', {}, { code: 'Denied', message: '' }],
    ['{"message":"m"}', { 'x-amzn-errortype': 'Denied:http://x/' }, { code: 'Denied', message: 'm' }],
    [
      '<ErrorResponse><Error><Code>Denied</Code><Message>a &lt; b</Message></Error></ErrorResponse>',
      {},
      { code: 'Denied', message: 'a < b' },
    ],
    ['{"message":"m"}', {}, undefined],
    ['{"__type":3}', {}, undefined],
    ['[]', {}, undefined],
    ['<html><body>no</body></html>', {}, undefined],
    ['', { 'x-amzn-errortype': 'Denied' }, undefined],
  ])('%s', (body, headers, expected) => {
    expect(readServiceError(answer(body, headers))).toEqual(expected)
  })

  it('is read without ever throwing', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map(text => `<Error><Code>${text}</Code></Error>`),
    )
    fc.assert(
      fc.property(body, fc.string(), (text, header) => {
        const error = readServiceError(answer(text, { 'x-amzn-errortype': header }))
        if (error !== undefined) expect(typeof error.message).toBe('string')
      }),
    )
  })
})

describe('two clocks', () => {
  const now = Date.UTC(2026, 10, 23, 12)
  const stamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.000/g, '')

  it('are read from the words of the service', () => {
    const second = fc.integer({ min: 0, max: 4_000_000_000 }).map(seconds => seconds * 1000)
    fc.assert(
      fc.property(second, second, (ours, theirs) => {
        const message = `Signature expired: ${stamp(ours)} is now earlier than ${stamp(theirs)} (${stamp(theirs)} - 5 min.)`
        expect(readSkew({ code: 'X', message }, { response: answer(''), now })).toEqual({ ours, theirs })
      }),
    )
  })

  it('are not suspected behind other errors', () => {
    fc.assert(
      fc.property(fc.string(), message => {
        const error = { code: 'InvalidSignatureException', message }
        expect(readSkew(error, { response: answer(''), now })).toBeUndefined()
      }),
    )
  })
})
