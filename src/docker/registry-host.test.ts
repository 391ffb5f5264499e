import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partitionOf, partitions } from '../aws/partitions.ts'
import { parseRegistryHost, privateRegistryHost, withOwnEnding } from './registry-host.ts'

const account = '123456789012'

describe('parseRegistryHost', () => {
  it.each([
    ['public.ecr.aws', 'public.ecr.aws'],
    ['ecr-public.aws.com', 'ecr-public.aws.com'],
    ['https://public.ecr.aws/', 'public.ecr.aws'],
    ['HTTPS://Public.ECR.aws', 'public.ecr.aws'],
    ['public.ecr.aws/docker/library/alpine:latest', 'public.ecr.aws'],
    ['public.ecr.aws:443/docker/library/alpine', 'public.ecr.aws'],
    ['oci://public.ecr.aws/karpenter/karpenter', 'public.ecr.aws'],
    ['docker://public.ecr.aws/a@sha256:0123', 'public.ecr.aws'],
    ['  public.ecr.aws\n', 'public.ecr.aws'],
  ])('%j is ECR Public under %s', (text, host) => {
    expect(parseRegistryHost(text)).toEqual({ type: 'public', host })
  })

  it.each([
    [`${account}.dkr.ecr.us-east-2.amazonaws.com`, 'us-east-2', 'aws', false, false],
    [`${account}.dkr.ecr.mx-central-1.amazonaws.com`, 'mx-central-1', 'aws', false, false],
    [`${account}.dkr.ecr-fips.us-east-1.amazonaws.com`, 'us-east-1', 'aws', true, false],
    [`${account}.dkr-ecr.eu-west-1.on.aws`, 'eu-west-1', 'aws', false, true],
    [`${account}.dkr-ecr-fips.us-west-2.on.aws`, 'us-west-2', 'aws', true, true],
    [`${account}.dkr.ecr.us-gov-west-1.amazonaws.com`, 'us-gov-west-1', 'aws-us-gov', false, false],
    [`${account}.dkr.ecr-fips.us-gov-east-1.amazonaws.com`, 'us-gov-east-1', 'aws-us-gov', true, false],
    [`${account}.dkr-ecr.us-gov-west-1.on.aws`, 'us-gov-west-1', 'aws-us-gov', false, true],
    [`${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`, 'cn-north-1', 'aws-cn', false, false],
    [
      `${account}.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn`,
      'cn-northwest-1',
      'aws-cn',
      false,
      true,
    ],
    [`${account}.dkr.ecr.eusc-de-east-1.amazonaws.eu`, 'eusc-de-east-1', 'aws-eusc', false, false],
    [`${account}.dkr.ecr.us-iso-east-1.c2s.ic.gov`, 'us-iso-east-1', 'aws-iso', false, false],
    [`${account}.dkr.ecr.us-isob-east-1.sc2s.sgov.gov`, 'us-isob-east-1', 'aws-iso-b', false, false],
    [`${account}.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk`, 'eu-isoe-west-1', 'aws-iso-e', false, false],
    [`${account}.dkr.ecr.us-isof-south-1.csp.hci.ic.gov`, 'us-isof-south-1', 'aws-iso-f', false, false],
  ])('%s', (host, region, partition, fips, dualStack) => {
    expect(parseRegistryHost(host)).toEqual({
      type: 'private',
      host,
      accountId: account,
      region,
      partition,
      fips,
      dualStack,
    })
  })

  it.each([
    '',
    'docker.io',
    'ghcr.io/a/b',
    'ecr.aws',
    'public.ecr.aws.example.com',
    'public.ecr.aws.',
    'example.com/public.ecr.aws',
    'https://user@public.ecr.aws',
    'public.ecr.aws:8443',
    'file://public.ecr.aws',
    `12345678901.dkr.ecr.us-east-1.amazonaws.com`,
    `1${account}.dkr.ecr.us-east-1.amazonaws.com`,
    `${account}.dkr.ecr.us-east-1.amazonaws.com.evil.example`,
    `evil.${account}.dkr.ecr.us-east-1.amazonaws.com`,
    `${account}.dkr.ecr.cn-north-1.amazonaws.com`,
    `${account}.dkr.ecr.us-east-1.amazonaws.com.cn`,
    `${account}.dkr.ecr.us-east-1.amazonaws.eu`,
    `${account}.dkr.ecr.us-iso-east-1.amazonaws.com`,
    `${account}.dkr.ecr.us-east-1.on.aws`,
    `${account}.dkr-ecr.us-east-1.amazonaws.com`,
    `${account}.dkr-ecr.us-iso-east-1.on.aws`,
    `${account}.dkr.ecr.useast1.amazonaws.com`,
    `${account}.ecr.us-east-1.amazonaws.com`,
  ])('refuses %j', text => {
    expect(parseRegistryHost(text)).toBeUndefined()
  })
})

const regions = ['us-east-1', 'ap-southeast-7', 'cn-north-1', 'us-gov-west-1', 'us-iso-west-1']
  .concat(['us-isob-east-1', 'eu-isoe-west-1', 'us-isof-east-1', 'eusc-de-east-1'])
  .map(region => fc.constant(region))
const place = fc.record({
  accountId: fc.stringMatching(/^\d{12}$/),
  region: fc.oneof(...regions),
})
const path = fc.stringMatching(/^[a-z0-9._/-]{0,30}(:[A-Za-z0-9.-]{1,12})?(@sha256:[0-9a-f]{8})?$/)

describe('every spelling', () => {
  it('leads to the host that was built', () => {
    const spelling = fc.record({
      place,
      scheme: fc.constantFrom('', 'http://', 'https://', 'oci://', 'docker://', 'HTTPS://'),
      port: fc.constantFrom('', ':443'),
      tail: fc.oneof(
        fc.constant(''),
        fc.constant('/'),
        path.map(rest => `/${rest}`),
      ),
      upper: fc.boolean(),
    })
    fc.assert(
      fc.property(spelling, ({ place, scheme, port, tail, upper }) => {
        const host = privateRegistryHost(place)
        const text = `${scheme}${upper ? host.toUpperCase() : host}${port}${tail}`
        expect(parseRegistryHost(text)).toMatchObject({ type: 'private', host, ...place })
      }),
    )
  })

  it('gives only hosts that are read as themselves, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), place.map(privateRegistryHost)), text => {
        const parsed = parseRegistryHost(text)
        if (parsed !== undefined) expect(parseRegistryHost(parsed.host)).toEqual(parsed)
      }),
    )
  })
})

it('every Region belongs to exactly one partition', () => {
  fc.assert(
    fc.property(place, ({ region }) => {
      expect(partitions.filter(partition => partition.regions.test(region))).toEqual([partitionOf(region)])
    }),
  )
})

describe('withOwnEnding', () => {
  it.each([
    ['dkr.ecr.cn-north-1.amazonaws.com', 'dkr.ecr.cn-north-1.amazonaws.com.cn'],
    ['dkr.ecr-fips.us-east-1.amazonaws.com.cn', 'dkr.ecr-fips.us-east-1.amazonaws.com'],
    ['dkr-ecr.cn-north-1.on.aws/app:1', 'dkr-ecr.cn-north-1.on.amazonwebservices.com.cn'],
    ['dkr.ecr.us-east-1.amazonaws.con', 'dkr.ecr.us-east-1.amazonaws.com'],
  ])('%s was to be %s', (text, meant) => {
    expect(withOwnEnding(`${account}.${text}`)).toBe(`${account}.${meant}`)
    expect(parseRegistryHost(`${account}.${meant}`)?.type).toBe('private')
  })

  it.each(['docker.io', '', '1.dkr.ecr.us-east-1.amazonaws.com', `${account}.dkr-ecr.us-iso-east-1.on.aws`])(
    'has no guess for %j',
    text => {
      expect(withOwnEnding(text)).toBeUndefined()
    },
  )
})
