import { describe, expect, it } from 'vitest'
import { longLived, noon, wire } from '../../../test/doubles/wire.ts'
import { assumeRole, getCallerIdentity } from './sts.ts'

const namespace = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'

const assumed = `<?xml version="1.0"?>
<AssumeRoleResponse ${namespace}>
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROA:me</AssumedRoleId>
      <Arn>arn:aws:sts::123456789012:assumed-role/dev/a&amp;b</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAEXAMPLE</AccessKeyId>
      <SecretAccessKey>secret/+&lt;x&gt;</SecretAccessKey>
      <SessionToken>token==</SessionToken>
      <Expiration>2026-11-23T13:00:00Z</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
</AssumeRoleResponse>`

describe('answers of STS', () => {
  it('become credentials, secrets closed', async () => {
    const request = { credentials: longLived, region: 'eu-west-1', roleArn: 'r', sessionName: 's' }
    const made = await assumeRole(request, wire([{ body: assumed }]))
    expect(made).toMatchObject({
      type: 'aws',
      accessKeyId: 'ASIAEXAMPLE',
      expiresAt: noon + 3_600_000,
      region: 'eu-west-1',
      arn: 'arn:aws:sts::123456789012:assumed-role/dev/a&b',
    })
    expect(made.secretAccessKey.expose()).toBe('secret/+<x>')
    expect(made.sessionToken?.expose()).toBe('token==')
    expect(JSON.stringify(made)).not.toContain('token==')
  })

  it('say who the caller is', async () => {
    const body = `<GetCallerIdentityResponse ${namespace}><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
    expect(
      await getCallerIdentity({ credentials: longLived, region: 'us-east-1' }, wire([{ body }])),
    ).toEqual({
      account: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/me',
      userId: 'AIDA',
    })
  })

  it.each(['<a/>', '<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>', ''])(
    'are refused when they say nothing: %s',
    async body => {
      const work = getCallerIdentity({ credentials: longLived, region: 'us-east-1' }, wire([{ body }]))
      await expect(work).rejects.toMatchObject({ code: 'service-answer-invalid' })
    },
  )
})
