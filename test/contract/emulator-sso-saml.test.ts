import { createRequire } from 'node:module'
import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { settingsOf } from '../../src/emulator/options.ts'
import { createIdpKey } from '../../src/emulator/saml/idp-key.ts'
import { writeResponse } from '../../src/emulator/saml/write-response.ts'
import { createWorld } from '../../src/emulator/world.ts'
import { sdkTransport } from '../doubles/aws-sdk.ts'
import { samlResponseFor } from '../doubles/saml-idp.ts'
import { press, walk } from '../doubles/walker.ts'

/**
 * SAML in the emulator: what the identity provider signs is judged by the library xml-crypto, what STS accepts by
 * the official SDK and by the responses of another identity provider's library, samlp.
 */

const role = 'arn:aws:iam::123456789012:role/DevRole'
const provider = 'arn:aws:iam::123456789012:saml-provider/example'
const foreign = 'arn:aws:iam::123456789012:saml-provider/foreign'

interface XmlCrypto {
  readonly SignedXml: new () => {
    keyInfoProvider: { getKey(): string; getKeyInfo(): string }
    loadSignature(signature: string): void
    checkSignature(xml: string): boolean
  }
}
const { SignedXml } = createRequire(createRequire(import.meta.url).resolve('samlp'))(
  'xml-crypto',
) as XmlCrypto

let ahead = 0
const clock = { now: () => Date.now() + ahead, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
const effects = { clock, random: nodeRandom }

function startWith(trustedKeys: Readonly<Record<string, string>> = {}): Emulator {
  const roles = [
    { arn: role, trust: { samlProviders: [provider, foreign] }, maxSessionSeconds: 7200 },
    { arn: `${role}2`, trust: { samlProviders: [foreign] } },
  ]
  return createEmulator({ roles, saml: { trustedKeys } }, effects)
}

let emulator: Emulator
beforeEach(() => {
  ahead = 0
  emulator = startWith()
})

const settings = () => ({
  region: 'us-east-1',
  maxAttempts: 1,
  requestHandler: sdkTransport(emulator.handle),
})

interface Wanted {
  readonly role?: string
  readonly provider?: string
  readonly seconds?: number
}

function assume(assertion: string, wanted: Wanted = {}) {
  const sts = new STSClient({
    ...settings(),
    credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }),
  })
  return sts.send(
    new AssumeRoleWithSAMLCommand({
      RoleArn: wanted.role ?? role,
      PrincipalArn: wanted.provider ?? provider,
      SAMLAssertion: assertion,
      ...(wanted.seconds === undefined ? {} : { DurationSeconds: wanted.seconds }),
    }),
  )
}

/** Signs in at the provider's page and takes the response out of its post to AWS. */
async function fromPage(): Promise<{ posted: string; landed: string }> {
  let posted = ''
  const place = await walk({ url: 'https://idp.example.com/app', button: 'Sign in' }, emulator.handle)
  const end = await press(place, { button: 'Continue' }, request => {
    posted = new URLSearchParams(request.body).get('SAMLResponse') ?? ''
    expect(request.url).toBe('https://signin.aws.amazon.com/saml')
    return emulator.handle(request)
  })
  return { posted, landed: end.body }
}

const decode = (base64: string) => Buffer.from(base64, 'base64').toString('utf8')
const encode = (xml: string) => Buffer.from(xml).toString('base64')

describe('the identity provider', () => {
  it('signs as the standard says', () => {
    const key = createIdpKey()
    const world = {
      ...createWorld(settingsOf({ saml: { sessionName: 'a"&<>\'é@example.com' } }), effects),
      idp: key,
    }
    const xml = decode(writeResponse(world))
    const pem = key.publicKey().export({ type: 'spki', format: 'pem' })
    const isGood = (text: string) => {
      const judge = new SignedXml()
      judge.keyInfoProvider = { getKey: () => String(pem), getKeyInfo: () => '' }
      judge.loadSignature(/<ds:Signature [\s\S]*<\/ds:Signature>/.exec(text)?.[0] ?? '')
      return judge.checkSignature(text)
    }
    expect(isGood(xml)).toBe(true)
    expect(isGood(xml.replace('DevRole', 'Admin'))).toBe(false)
  })

  it('sends a browser to AWS with its response, which AWS reads', async () => {
    const { landed } = await fromPage()
    expect(landed).toContain('Signed in as jane@example.com')
    expect(landed).toContain(role)
  })
})

describe('AssumeRoleWithSAML', () => {
  it('gives keys for the role, and tells about the assertion', async () => {
    const { posted } = await fromPage()
    const answer = await assume(posted, { seconds: 7200 })
    expect(answer).toMatchObject({
      Subject: 'jane@example.com',
      SubjectType: 'persistent',
      Issuer: 'https://idp.example.com/metadata',
      Audience: 'https://signin.aws.amazon.com/saml',
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/DevRole/jane@example.com' },
    })
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {}
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    }
    const { Arn } = await new STSClient({ ...settings(), credentials }).send(new GetCallerIdentityCommand({}))
    expect(Arn).toBe(answer.AssumedRoleUser?.Arn)
  })

  it.each([
    ['a changed role', (xml: string) => xml.replaceAll('DevRole', 'DevRole2'), 'InvalidIdentityToken'],
    ['another person', (xml: string) => xml.replaceAll('jane@', 'root@'), 'InvalidIdentityToken'],
    [
      'no signature',
      (xml: string) => xml.replace(/<ds:Signature [\s\S]*<\/ds:Signature>/, ''),
      'InvalidIdentityToken',
    ],
    [
      'a second assertion',
      (xml: string) => xml.replace(/<saml:Assertion[\s\S]*<\/saml:Assertion>/, '$&$&'),
      'InvalidIdentityToken',
    ],
    ['a failure', (xml: string) => xml.replace(':Success', ':Responder'), 'IDPRejectedClaim'],
    ['half a document', (xml: string) => xml.slice(0, -20), 'InvalidIdentityToken'],
    ['a document type', (xml: string) => `<!DOCTYPE x>${xml}`, 'InvalidIdentityToken'],
  ])('refuses %s', async (_, change, name) => {
    const { posted } = await fromPage()
    const changed = change(decode(posted))
    expect(changed).not.toBe(decode(posted))
    await expect(assume(encode(changed))).rejects.toMatchObject({ name: expect.stringMatching(name) })
  })

  it('refuses roles that are not in the assertion, and providers that are not trusted', async () => {
    const { posted } = await fromPage()
    await expect(assume(posted, { role: `${role}2` })).rejects.toMatchObject({ name: 'AccessDenied' })
    const unknown = { provider: provider.replace('example', 'nobody') }
    await expect(assume(posted, unknown)).rejects.toMatchObject({
      name: expect.stringMatching('InvalidIdentityToken'),
    })
    await expect(assume(posted, { seconds: 7201 })).rejects.toMatchObject({ name: 'ValidationError' })
  })

  it('takes an assertion for five minutes', async () => {
    const { posted } = await fromPage()
    ahead = 299_000
    await assume(posted)
    ahead = 300_000
    await expect(assume(posted)).rejects.toMatchObject({ name: expect.stringMatching('ExpiredToken') })
  })

  it.each([
    ['role first', `${role},${foreign}`],
    ['provider first', `${foreign}, ${role}`],
  ])("accepts what another identity provider's library signed: %s", async (_, pair) => {
    const response = await samlResponseFor({ roles: ['a,b', pair], others: { note: 'ä & "x" <y>\r\n\tz' } })
    const [, certificate = ''] = /<X509Certificate>([^<]+)</.exec(decode(response)) ?? []
    const pem = `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
    emulator = startWith({ [foreign]: pem })
    const answer = await assume(response, { provider: foreign })
    expect(answer.AssumedRoleUser?.Arn).toMatch(/DevRole\/jane@example.com$/)
    const changed = encode(decode(response).replaceAll('DevRole', 'DevRole2'))
    await expect(assume(changed, { provider: foreign, role: `${role}2` })).rejects.toMatchObject({
      name: expect.stringMatching('InvalidIdentityToken'),
    })
    emulator = startWith()
    await expect(assume(response, { provider: foreign }), 'signed by somebody else').rejects.toThrow()
  })
})
