import { expect, it } from 'vitest'
import { isSamlEndpoint } from './console-hosts.ts'

it.each([
  ['https://signin.aws.amazon.com/saml', true],
  ['https://eu-west-1.signin.aws.amazon.com/saml', true],
  ['https://us-east-1.signin.aws.amazon.com/saml/acs/SAMLSP7A8EXAMPLE', true],
  ['https://signin.amazonaws-us-gov.com/saml', true],
  ['https://signin.amazonaws.cn/saml', true],
  ['https://signin.amazonaws-eusc.eu/saml?x=1', true],
  ['https://signin.c2shome.ic.gov/saml', true],
  ['http://signin.aws.amazon.com/saml', false],
  ['https://signin.aws.amazon.com/samlish', false],
  ['https://signin.aws.amazon.com/federation', false],
  ['https://signin.aws.amazon.com.evil.example/saml', false],
  ['https://evilsignin.aws.amazon.com/saml', false],
  ['https://evil.example/saml?signin.aws.amazon.com', false],
  ['not an address', false],
])('takes SAML responses at %s: %s', (url, expected) => {
  expect(isSamlEndpoint(url)).toBe(expected)
})
