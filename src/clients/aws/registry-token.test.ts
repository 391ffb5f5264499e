import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longLived, noon, publicToken, wire } from '../../../test/doubles/wire.ts'
import { getAuthorizationToken } from './ecr.ts'
import { getPublicAuthorizationToken } from './ecr-public.ts'
import { decodeLogin } from './registry-token.ts'

const encoded = (text: string) => Buffer.from(text).toString('base64')

describe('a login inside a token', () => {
  const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1 })

  it('is cut at the first colon', () => {
    fc.assert(
      fc.property(
        printable.filter(user => !user.includes(':')),
        printable,
        (username, password) => {
          expect(decodeLogin(encoded(`${username}:${password}`))).toEqual({ username, password })
        },
      ),
    )
  })

  it('is either whole or not there, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map(encoded)), text => {
        const login = decodeLogin(text)
        if (login !== undefined)
          expect(encoded(`${login.username}:${login.password}`).replace(/=+$/, '')).toBe(
            text.replace(/=+$/, ''),
          )
      }),
    )
  })

  it.each(['', 'AWS', ':', ':x', 'AWS:', 'AWS:a\nb', 'A\u0000:b'])('is not in %j', text => {
    expect(decodeLogin(encoded(text))).toBeUndefined()
  })

  it.each(['not base64!', 'QVdTOng=QVdT', 'QVdT\nOng=', '/////w=='])('cannot be decoded from %j', text => {
    expect(decodeLogin(text)).toBeUndefined()
  })
})

describe('a token', () => {
  it('of ECR Public keeps fractions of a second', async () => {
    const token = await getPublicAuthorizationToken(longLived, wire([publicToken]))
    expect(token).toMatchObject({ username: 'AWS', expiresAt: noon + 43_200_500 })
    expect(token.password.expose()).toBe('a-pass:word')
    expect(JSON.stringify(token)).not.toContain('a-pass')
  })

  it('of ECR is the first of a list, asked for in the Region of the registry', async () => {
    const data = [{ authorizationToken: encoded('AWS:pw'), expiresAt: 2e9, proxyEndpoint: 'https://x' }]
    const effects = wire([{ body: JSON.stringify({ authorizationData: data }) }])
    const place = { region: 'cn-north-1' }
    expect(await getAuthorizationToken({ credentials: longLived, place }, effects)).toMatchObject({
      username: 'AWS',
      expiresAt: 2e12,
    })
    expect(effects.sent[0]?.url).toBe('https://api.ecr.cn-north-1.amazonaws.com.cn/')
    expect(effects.sent[0]?.body).toBe('{}')
  })

  const ended = noon / 1000 - 1
  const over = {
    body: JSON.stringify({ authorizationData: { authorizationToken: encoded('AWS:pw'), expiresAt: ended } }),
  }

  it('that has ended already is refused', async () => {
    await expect(getPublicAuthorizationToken(longLived, wire([over]))).rejects.toMatchObject({
      code: 'service-answer-invalid',
      why: 'its token ended at 2026-11-23T11:59:59Z, which is over',
    })
  })

  it('that has ended by our clock alone is refused with a word about the clock', async () => {
    const headers = { date: 'Mon, 23 Nov 2026 01:00:00 GMT' }
    await expect(getPublicAuthorizationToken(longLived, wire([{ ...over, headers }]))).rejects.toMatchObject({
      code: 'service-answer-invalid',
      message: expect.stringContaining('clock is wrong'),
      why: expect.stringContaining('(here it is 2026-11-23T12:00:00Z, at AWS 2026-11-23T01:00:00Z)'),
      next: expect.stringContaining('Set the clock'),
    })
  })

  it.each(['1e15', '"soon"', '-1', '0', 'null', '9e99'])('that expires at %s is refused', async expiresAt => {
    const body = `{"authorizationData":{"authorizationToken":"${encoded('AWS:pw')}","expiresAt":${expiresAt}}}`
    await expect(getPublicAuthorizationToken(longLived, wire([{ body }]))).rejects.toMatchObject({
      code: 'service-answer-invalid',
      why: 'its token has no readable expiry',
    })
  })

  it.each(['{"authorizationData":[]}', '{"authorizationData":{}}', '{"authorizationData":[null]}'])(
    'of ECR is not in %s',
    async body => {
      const place = { region: 'eu-west-1' }
      const work = getAuthorizationToken({ credentials: longLived, place }, wire([{ body }]))
      await expect(work).rejects.toMatchObject({ code: 'service-answer-invalid' })
    },
  )
})
