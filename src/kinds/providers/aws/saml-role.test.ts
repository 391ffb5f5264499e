import { expect, it } from 'vitest'
import { samlResponseFor } from '../../../../test/doubles/saml-idp.ts'
import { wire } from '../../../../test/doubles/wire.ts'
import { Secret } from '../../../auth/secret.ts'
import { readAssertion, type SamlAssertion } from './saml-assertion.ts'
import { samlRole } from './saml-role.ts'
import { samlSession } from './saml-session.ts'

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`
const provider = (name: string) => `arn:aws:iam::123456789012:saml-provider/${name}`

const offering = (...roles: readonly (readonly [string, string])[]): SamlAssertion => ({
  roles: roles.map(([one, through]) => ({ roleArn: role(one), providerArn: provider(through) })),
  sessionName: undefined,
  sessionSeconds: undefined,
  audiences: ['urn:amazon:webservices'],
  recipient: undefined,
  expiresAt: undefined,
  encrypted: false,
})

const several = offering(['admin', 'corp'], ['admin-read', 'corp'], ['both', 'corp'], ['both', 'old'])

it('is the role that was asked for, wherever it stands', () => {
  expect(samlRole(several, { roleArn: role('admin-read') })).toEqual({
    roleArn: role('admin-read'),
    providerArn: provider('corp'),
  })
})

it.each(['adm', 'ADMIN', 'admin-', 'read', 'corp'])('is never one that resembles it: %s', name => {
  expect(() => samlRole(several, { roleArn: role(name) })).toThrow(
    expect.objectContaining({
      code: 'role-not-assumable',
      why: expect.stringContaining(`${role('admin')} (${provider('corp')})`),
    }),
  )
})

it('is not the only one there is', () => {
  expect(() => samlRole(offering(['admin', 'corp']), { roleArn: role('other') })).toThrow(/does not offer/)
})

it('needs a provider where it is offered through several', () => {
  expect(() => samlRole(several, { roleArn: role('both') })).toThrow(/through several/)
  expect(samlRole(several, { roleArn: role('both'), providerArn: provider('old') }).providerArn).toBe(
    provider('old'),
  )
  expect(() => samlRole(several, { roleArn: role('admin'), providerArn: provider('old') })).toThrow(
    /does not offer/,
  )
})

it('says whom the assertion is meant for when it offers no role at all', () => {
  expect(() => samlRole(offering(), { roleArn: role('admin') })).toThrow(/urn:amazon:webservices/)
})

it('takes the word of the configuration where the assertion is encrypted', () => {
  const encrypted = { ...offering(), encrypted: true }
  expect(() => samlRole(encrypted, { roleArn: role('admin') })).toThrow(/only AWS can read/)
  expect(samlRole(encrypted, { roleArn: role('admin'), providerArn: provider('corp') })).toEqual({
    roleArn: role('admin'),
    providerArn: provider('corp'),
  })
})

const answer = {
  body: `<AssumeRoleWithSAMLResponse><AssumeRoleWithSAMLResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-23T14:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/deploy/jane</Arn></AssumedRoleUser></AssumeRoleWithSAMLResult></AssumeRoleWithSAMLResponse>`,
}

it.each([
  [{ durationSeconds: 1800 }, {}, '7200', '1800'],
  [{}, { durationSeconds: 3600 }, '7200', '3600'],
  [{}, {}, '7200', '7200'],
  [{}, {}, undefined, undefined],
])('asks STS for that role: identity %j, provider %j, assertion %s', async (asked, base, wished, sent) => {
  const assertion = await samlResponseFor({
    roles: [`${role('other')},${provider('corp')}`, `${provider('corp')},${role('deploy')}`],
    ...(wished === undefined ? {} : { sessionDuration: wished }),
  })
  const outside = wire([answer])
  const session = await samlSession(
    {
      base: { type: 'saml', assertion: new Secret(assertion), region: 'eu-west-1', ...base },
      roleArn: role('deploy'),
      ...asked,
    },
    outside,
  )
  expect(session).toMatchObject({ type: 'aws', accessKeyId: 'ASIAX' })
  const [request] = outside.sent
  const form = new URLSearchParams(request?.body)
  expect(request?.url).toBe('https://sts.eu-west-1.amazonaws.com/')
  expect(request?.headers.authorization).toBeUndefined()
  expect(form.get('Action')).toBe('AssumeRoleWithSAML')
  expect(form.get('RoleArn')).toBe(role('deploy'))
  expect(form.get('PrincipalArn')).toBe(provider('corp'))
  expect(readAssertion(form.get('SAMLAssertion') ?? '').sessionName).toBe('jane@example.com')
  expect(form.get('DurationSeconds') ?? undefined).toBe(sent)
})

it('asks the STS that the provider names', async () => {
  const outside = wire([answer])
  const assertion = new Secret(await samlResponseFor({ roles: [`${role('deploy')},${provider('corp')}`] }))
  const base = { type: 'saml', assertion, endpointUrl: 'http://localhost:4566/' } as const
  await samlSession({ base, roleArn: role('deploy') }, outside)
  expect(outside.sent[0]?.url).toBe('http://localhost:4566/')
})
