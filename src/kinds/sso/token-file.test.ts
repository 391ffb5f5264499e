import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../auth/secret.ts'
import {
  readRegistration,
  readSession,
  type SsoSession,
  writeRegistration,
  writeSession,
} from './token-file.ts'

const startUrl = 'https://d-abc123.awsapps.com/start'

const instant = fc.integer({ min: 0, max: 4_000_000_000 }).map(seconds => seconds * 1000)
const word = fc.string({ minLength: 1 })
const session: fc.Arbitrary<SsoSession> = fc.record({
  startUrl: word,
  region: word,
  accessToken: word.map(text => new Secret(text)),
  expiresAt: instant,
  refreshToken: fc.option(
    word.map(text => new Secret(text)),
    { nil: undefined },
  ),
  client: fc.option(
    fc.record({ clientId: word, clientSecret: word.map(text => new Secret(text)), expiresAt: instant }),
    { nil: undefined },
  ),
})
const opened = (value: unknown) =>
  JSON.stringify(value, (_, field) => (field instanceof Secret ? undefined : field)) +
  JSON.stringify(
    Object.entries(value as object).map(([, field]) => (field instanceof Secret ? field.expose() : '')),
  )

describe('a session’s file', () => {
  it('gives back what was written, whatever it held before', () => {
    fc.assert(
      fc.property(session, fc.option(fc.string(), { nil: undefined }), (written, before) => {
        const read = readSession(writeSession(written, before))
        expect(opened(read)).toBe(opened(written))
        expect(read?.client?.clientSecret.expose()).toBe(written.client?.clientSecret.expose())
      }),
    )
  })

  it('keeps fields that are not ours', () => {
    fc.assert(
      fc.property(
        session,
        fc.dictionary(
          fc.string().map(key => `x${key}`),
          fc.jsonValue(),
        ),
        (written, foreign) => {
          const before = JSON.stringify({ ...foreign, accessToken: 'old' })
          expect(JSON.parse(writeSession(written, before))).toMatchObject(JSON.parse(JSON.stringify(foreign)))
        },
      ),
    )
  })

  it.each([
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{}',
    '{"accessToken":1}',
    '{"startUrl":"a","region":"b","accessToken":"c"}',
  ])('is none: %s', text => {
    expect(readSession(text)).toBeUndefined()
    expect(readRegistration(text)).toBeUndefined()
  })

  it.each([
    ['2026-11-23T12:00:00Z', Date.UTC(2026, 10, 23, 12)],
    ['2026-11-23T12:00:00.500Z', Date.UTC(2026, 10, 23, 12, 0, 0, 500)],
    ['2020-06-17T10:02:08UTC', Date.UTC(2020, 5, 17, 10, 2, 8)],
    ['2026-11-23T12:00:00+00:00', Date.UTC(2026, 10, 23, 12)],
  ])('ends at %s', (expiresAt, at) => {
    expect(
      readSession(JSON.stringify({ startUrl, region: 'r', accessToken: 't', expiresAt }))?.expiresAt,
    ).toBe(at)
  })

  it('never throws, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => void [readSession(text), readRegistration(text)]),
    )
  })

  it('can be written for a life without end', () => {
    const endless = {
      startUrl,
      region: 'r',
      accessToken: new Secret('t'),
      expiresAt: 1e300,
      refreshToken: undefined,
      client: undefined,
    }
    expect(readSession(writeSession(endless, undefined))?.expiresAt).toBeGreaterThan(4e12)
  })
})

describe('a registration’s file', () => {
  const client = { clientId: 'c', clientSecret: new Secret('s'), expiresAt: Date.UTC(2027, 0, 1) }
  const scopes = ['sso:account:access']

  it.each([
    [['authorization_code', 'refresh_token'], true],
    [undefined, false],
  ])('tells what the client is for: %j', (grantTypes, forCode) => {
    const read = readRegistration(writeRegistration(client, { scopes, grantTypes }))
    expect(read).toMatchObject({ clientId: 'c', expiresAt: client.expiresAt, scopes, forCode })
    expect(read?.clientSecret.expose()).toBe('s')
  })
})
