import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNamedSessions } from './aws-config.ts'

describe('sessions of the AWS configuration', () => {
  it('are read with their names, scopes and remarks', () => {
    const text = `
[default]
region = us-east-1
[sso-session corp]  ; ours
sso_start_url=https://corp.awsapps.com/start#/ # old
SSO_REGION = eu-west-1
sso_registration_scopes = sso:account:access, other
s3 =
  sso_region = nested
[sso-session "two words"]
sso_start_url = https://two
sso_region = r
[sso-session incomplete]
sso_region = r
[profile sso-session x]
sso_start_url = https://no
`
    expect(readNamedSessions(text)).toEqual([
      {
        name: 'corp',
        startUrl: 'https://corp.awsapps.com/start#/',
        region: 'eu-west-1',
        scopes: ['sso:account:access', 'other'],
      },
      { name: 'two words', startUrl: 'https://two', region: 'r', scopes: [] },
    ])
  })

  it('are found among any other lines', () => {
    const line = fc.string().map(text => text.replace(/[[\]=\r\n]/g, ''))
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const ours = ['[sso-session corp]', 'sso_start_url = https://u', 'sso_region = r']
        expect(readNamedSessions([...before, ...ours, ...after].join('\n'))).toMatchObject([
          { name: 'corp', startUrl: 'https://u', region: 'r' },
        ])
      }),
    )
  })

  it('are none in anything else', () => {
    fc.assert(fc.property(fc.string(), text => void readNamedSessions(text)))
  })
})
