import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { fakeHome, type HomeParts } from '../../../../test/doubles/home.ts'
import { samlResponseFor } from '../../../../test/doubles/saml-idp.ts'
import type { SamlCredentials } from '../../../auth/credentials.ts'
import type { Effects } from '../../../effects/effects.ts'
import { awsSaml } from './saml.ts'
import { samlResponseIn } from './saml-form.ts'

const response = await samlResponseFor({
  roles: ['arn:aws:iam::123456789012:role/a,arn:aws:iam::123456789012:saml-provider/b'],
})

const url = 'https://corp.okta.com/home/amazon_aws/abc/137'

interface Parts extends HomeParts {
  readonly spec?: object
  readonly files?: Readonly<Record<string, string>>
  readonly input?: string
  readonly attended?: boolean
  readonly screen?: boolean
}

function authenticate({ spec, files = {}, input = '', attended = true, screen = true, ...parts }: Parts) {
  const home = fakeHome(parts)
  for (const [path, content] of Object.entries(files)) home.files.put(path, content)
  const effects = {
    ...home,
    terminal: { ...home.terminal, canSignIn: attended, readInput: async () => input },
    browser: { available: screen, open: async () => false, chrome: () => undefined },
  } as unknown as Effects
  const decoded = v.parse(awsSaml.spec, { url, region: 'eu-west-1', ...spec })
  return awsSaml.authenticate(
    { name: 'corp', spec: decoded, base: undefined },
    effects,
  ) as Promise<SamlCredentials>
}

const fromFile = (saml_response_file: string, more: object = {}) => ({
  spec: { saml_response_file, ...more },
})

describe('a response that is handed over', () => {
  it('comes from a file, relative to the working folder', async () => {
    const files = { '/work/response.b64': `${response}\n` }
    const credentials = await authenticate({ spec: fromFile('response.b64'), files })
    expect(credentials.assertion.expose()).toBe(response)
    expect(credentials).toMatchObject({ type: 'saml', region: 'eu-west-1' })
    expect(credentials.expiresAt).toBeTypeOf('number')
  })

  it('comes from standard input, where nobody sits', async () => {
    const form = new URLSearchParams({ RelayState: '', SAMLResponse: response }).toString()
    const spec = {
      ...fromFile('-', { principal_arn: 'arn:aws:iam::123456789012:saml-provider/b' }),
      session: { duration: '2h' },
    }
    const credentials = await authenticate({ spec, input: form, attended: false, screen: false })
    expect(credentials.assertion.expose()).toBe(response)
    expect(credentials).toMatchObject({
      durationSeconds: 7200,
      providerArn: 'arn:aws:iam::123456789012:saml-provider/b',
    })
  })

  it.each([
    ['no such file', {}, /there is no such file/],
    ['an empty file', { '/work/r': ' \n' }, /it is empty/],
    ['something else', { '/work/r': 'user=me&password=x' }, /neither base64/],
    ['base64 of something else', { '/work/r': 'aGVsbG8=' }, /not a SAML response/],
  ])('is refused with a sentence: %s', async (_, files, words) => {
    await expect(authenticate({ spec: fromFile('r'), files })).rejects.toThrow(words)
  })
})

describe('a sign-in that cannot be', () => {
  it.each([
    ['no terminal', { attended: false }, 'nobody can be asked here'],
    ['no screen', { screen: false }, 'no browser window can open here'],
    ['no browser', {}, /^no Chrome, Edge, Chromium or Brave is installed/],
    ['not that browser', { spec: { browser_type: 'msedge' } }, /^msedge is not installed/],
  ])('says what to do instead: %s', async (_, parts, why) => {
    await expect(authenticate(parts)).rejects.toMatchObject({
      code: 'login-required',
      exitCode: 4,
      why: typeof why === 'string' ? why : expect.stringMatching(why),
      next: expect.stringMatching(/--saml-response-file|browser_executable_path/),
    })
  })
})

it.each([
  [{ url: 'corp.okta.com' }, 'must be a web address (https://…)'],
  [{ session: { duration: '10m' } }, 'must be at least 15m'],
  [{ session: { duration: '1d' } }, 'must be at most 12h'],
  [{ browser_type: 'firefox' }, 'must be one of chrome, msedge, chromium, brave: others cannot be driven'],
  [{ spec: { callback_url: 'http://localhost:1/saml' } }, 'must be like http://127.0.0.1:35001/saml'],
  [{ spec: { principal_arn: 'corp' } }, 'must be the ARN of a SAML provider of IAM'],
])('refuses %j', (wrong, message) => {
  const { issues } = v.safeParse(awsSaml.spec, { url, region: 'eu-west-1', ...wrong })
  expect(issues?.map(issue => issue.message)).toEqual([message])
})

it('finds a response in whatever form it was copied', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(bytes, fc.boolean(), fc.boolean(), (content, escaped, form) => {
      const base64 = Buffer.from(content).toString('base64')
      const value = escaped ? encodeURIComponent(base64) : base64
      const given = form ? `RelayState=x&SAMLResponse=${value}&more=1` : ` ${value}\r\n`
      expect(samlResponseIn(given)?.expose()).toBe(base64)
    }),
  )
  fc.assert(fc.property(fc.string(), text => void samlResponseIn(text)))
})

it.each([
  [{ base_path: '~/elsewhere' }, true],
  [{ base_path: 5 }, false],
  ['~/elsewhere', false],
])('takes a folder for the files of AWS tools: %j %s', (files, taken) => {
  expect(v.safeParse(awsSaml.spec, { url, region: 'eu-west-1', spec: { files } }).success).toBe(taken)
})
