import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { longLived, publicToken, wire } from '../../../../test/doubles/wire.ts'
import type { Effects } from '../../../effects/effects.ts'
import { awsEcr } from './ecr.ts'
import { awsEcrPublic } from './ecr-public.ts'

const account = '123456789012'
const ecr = (registry: object) => v.parse(awsEcr.spec, { registry: { account_id: account, ...registry } })

describe('aws/ecr', () => {
  it.each([
    [{ region: 'us-east-2' }, `${account}.dkr.ecr.us-east-2.amazonaws.com`, 'aws/us-east-2'],
    [{ region: 'cn-north-1' }, `${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`, 'aws-cn/cn-north-1'],
    [
      { region: 'us-east-1', host: `${account}.dkr.ecr-fips.us-east-1.amazonaws.com` },
      `${account}.dkr.ecr-fips.us-east-1.amazonaws.com`,
      'aws/us-east-1/fips',
    ],
    [
      { region: 'us-east-1', host: `${account}.dkr-ecr.us-east-1.on.aws` },
      `${account}.dkr-ecr.us-east-1.on.aws`,
      'aws/us-east-1/dual-stack',
    ],
  ])('%j serves %s and shares the token of %s', (registry, host, key) => {
    expect(awsEcr.serves(ecr(registry))).toEqual([host])
    expect(awsEcr.tokenKey(ecr(registry))).toBe(key)
  })

  it('takes the token of a FIPS registry from a FIPS endpoint', async () => {
    const data = [{ authorizationToken: Buffer.from('AWS:x').toString('base64'), expiresAt: 2e9 }]
    const effects = wire([{ body: JSON.stringify({ authorizationData: data }) }])
    const spec = ecr({ region: 'us-east-1', host: `${account}.dkr.ecr-fips.us-east-1.amazonaws.com` })
    await awsEcr.fetchToken({ name: 'x', spec, base: longLived }, effects as unknown as Effects)
    expect(effects.sent[0]?.url).toBe('https://api.ecr-fips.us-east-1.amazonaws.com/')
  })

  it.each([{}, { registry: {} }, { registry: { account_id: '12', region: 'us-east-1' } }])(
    'refuses %j',
    spec => {
      expect(v.safeParse(awsEcr.spec, spec).success).toBe(false)
    },
  )
})

describe('aws/ecr-public', () => {
  const fetch = (credentials: object) =>
    awsEcrPublic.fetchToken(
      { name: 'x', spec: {}, base: { ...longLived, ...credentials } },
      wire([publicToken], { env: { AWS_REGION: 'eu-west-1' } }) as unknown as Effects,
    )

  it('serves public.ecr.aws', () => {
    expect(awsEcrPublic.serves({})).toEqual(['public.ecr.aws'])
  })

  it.each([undefined, {}, { registry: {} }, { registry: { region: 'us-west-2' } }])('accepts %j', spec => {
    expect(v.safeParse(awsEcrPublic.spec, spec).success).toBe(true)
  })

  it('refuses a Region without ECR Public, by name', () => {
    const { issues } = v.safeParse(awsEcrPublic.spec, { registry: { region: 'eu-west-1' } })
    expect(issues?.[0]?.message).toContain('us-east-1, us-west-2')
  })

  it.each([{}, { region: 'ap-south-1' }, { arn: 'arn:aws:iam::123456789012:user/me', region: 'cn-north-1' }])(
    'serves callers of the standard partition: %j',
    async credentials => {
      expect(await fetch(credentials)).toMatchObject({ username: 'AWS' })
    },
  )

  it.each([{ region: 'cn-north-1' }, { arn: 'arn:aws-cn:iam::123456789012:user/me' }])(
    'tells callers of another one before any call: %j',
    async credentials => {
      await expect(fetch(credentials)).rejects.toMatchObject({
        code: 'request-refused',
        what: 'ECR Public does not know credentials of the partition aws-cn',
      })
    },
  )
})
