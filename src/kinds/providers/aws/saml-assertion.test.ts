import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { samlResponseFor } from '../../../../test/doubles/saml-idp.ts'
import { Failure } from '../../../errors/failure.ts'
import { readAssertion } from './saml-assertion.ts'

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`
const provider = 'arn:aws:iam::123456789012:saml-provider/corp'

const encode = (xml: string) => Buffer.from(xml).toString('base64')

/** A response without any signature: nothing here reads it. */
const response = (assertion: string) =>
  encode(`<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol">${assertion}</p:Response>`)

const attribute = (name: string, ...values: readonly string[]) =>
  `<Attribute Name="https://aws.amazon.com/SAML/Attributes/${name}">${values
    .map(value => `<AttributeValue>${value}</AttributeValue>`)
    .join('')}</Attribute>`

const failureOf = (given: string): Failure => {
  try {
    readAssertion(given)
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown
    throw thrown
  }
  throw new Error('nothing was refused')
}

describe("a real identity provider's response", () => {
  it('is read: roles in either order, session, audience, times', async () => {
    const before = Date.now()
    const read = readAssertion(
      await samlResponseFor({
        roles: [`${role('one')},${provider}`, `${provider}, ${role('team/two')}`],
        sessionDuration: '28800',
      }),
    )
    expect(read).toMatchObject({
      roles: [
        { roleArn: role('one'), providerArn: provider },
        { roleArn: role('team/two'), providerArn: provider },
      ],
      sessionName: 'jane@example.com',
      sessionSeconds: 28_800,
      audiences: ['urn:amazon:webservices'],
      recipient: 'https://signin.aws.amazon.com/saml',
      encrypted: false,
    })
    // Good for an hour by its own words, but AWS takes it for five minutes only.
    expect(read.expiresAt).toBeGreaterThan(before + 4 * 60_000)
    expect(read.expiresAt).toBeLessThan(Date.now() + 5.1 * 60_000)
  })

  it('ends when it says, where that is sooner', async () => {
    const read = readAssertion(await samlResponseFor({ roles: [] }, { lifetimeInSeconds: 60 }))
    expect(read.expiresAt).toBeLessThan(Date.now() + 61_000)
  })

  it('may break lines in its base64', async () => {
    const given = await samlResponseFor({ roles: [`${role('one')},${provider}`] })
    expect(readAssertion(given.replace(/(.{64})/g, '$1\r\n'))).toEqual(readAssertion(given))
  })

  it('may be as long as AWS takes it, and no longer', async () => {
    const filler = (length: number) => samlResponseFor({ roles: [], others: { groups: 'g'.repeat(length) } })
    expect(readAssertion(await filler(65_000)).roles).toEqual([])
    expect(failureOf(await filler(75_000))).toMatchObject({ code: 'request-refused' })
  })

  it('may say no', async () => {
    const denied = 'urn:oasis:names:tc:SAML:2.0:status:AuthnFailed'
    const refused = encode(
      `<Response><Status><StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><StatusCode Value="${denied}"/></StatusCode><StatusMessage>Jane has left</StatusMessage></Status></Response>`,
    )
    expect(failureOf(refused)).toMatchObject({ code: 'sign-in-denied', why: 'AuthnFailed: Jane has left' })
  })
})

describe('what is not quite right', () => {
  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no XML', encode('hello')],
    ['some other XML', encode('<Envelope/>')],
    ['an HTML page', encode('<!doctype html><html><body>Sign in</body></html>')],
    ['entities', encode('<!DOCTYPE r [<!ENTITY a "b">]><Response><Assertion>&a;</Assertion></Response>')],
  ])('%s is refused', (_, given) => {
    expect(failureOf(given)).toMatchObject({ code: 'service-answer-invalid', exitCode: 6 })
  })

  it.each([
    ['a role without provider', role('one')],
    ['a provider without role', provider],
    ['two roles', `${role('one')},${role('two')}`],
    ['three parts', `${role('one')},${provider},${provider}`],
    ['other words', 'admin,corp'],
  ])('%s is no role', (_, value) => {
    expect(readAssertion(response(`<Assertion>${attribute('Role', value)}</Assertion>`)).roles).toEqual([])
  })

  it.each(['', 'soon', '-1', '1e3', '12345678'])('a session duration of "%s" is none', value => {
    const read = readAssertion(response(`<Assertion>${attribute('SessionDuration', value)}</Assertion>`))
    expect(read.sessionSeconds).toBeUndefined()
  })

  it('a comment in a role does not cut it short', () => {
    const value = `${role('admin')}<!-- -->istrator,${provider}`
    const [found] = readAssertion(response(`<Assertion>${attribute('Role', value)}</Assertion>`)).roles
    expect(found?.roleArn).toBe(role('administrator'))
  })

  it('an encrypted assertion is known as such', () => {
    const given = response('<EncryptedAssertion><EncryptedData/></EncryptedAssertion>')
    expect(readAssertion(given)).toMatchObject({ encrypted: true, roles: [] })
  })
})

it('reads every list of roles it is given, and ends in a Failure for everything else', () => {
  const name = fc.stringMatching(/^[\w+=,.@-]{1,20}$/).filter(text => !text.includes(','))
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.boolean()), { maxLength: 8 }), roles => {
      const values = roles.map(([one, first]) =>
        first ? `${role(one)},${provider}` : `${provider},${role(one)}`,
      )
      const read = readAssertion(response(`<Assertion>${attribute('Role', ...values)}</Assertion>`))
      expect(read.roles.map(found => found.roleArn)).toEqual(roles.map(([one]) => role(one)))
    }),
  )
  const piece = fc.oneof(
    fc.constantFrom('<Response>', '</Response>', '<Assertion>', '</Assertion>', attribute('Role', provider)),
    fc.constantFrom('<Conditions NotOnOrAfter="then"/>', '<Assertion IssueInstant="">', '<StatusCode/>'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      try {
        readAssertion(encode(pieces.join('')))
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure)
      }
    }),
  )
})
