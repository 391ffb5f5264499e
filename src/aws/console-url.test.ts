import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consolePage, consoleWords } from './console-pages.ts'
import { consolePartition, consoleUrl } from './console-url.ts'

describe('a page of the console', () => {
  it.each([
    ['', 'https://console.aws.amazon.com/console/home?region=eu-west-1'],
    ['s3', 'https://console.aws.amazon.com/s3/home?region=eu-west-1'],
    ['S3 ', 'https://console.aws.amazon.com/s3/home?region=eu-west-1'],
    ['stepfunctions', 'https://console.aws.amazon.com/states/home?region=eu-west-1'],
    ['step-functions', 'https://console.aws.amazon.com/states/home?region=eu-west-1'],
    ['ecr-public', 'https://console.aws.amazon.com/ecr/public-registry/repositories?region=eu-west-1'],
    ['elb', 'https://console.aws.amazon.com/ec2/home?region=eu-west-1#LoadBalancers:'],
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['s33', undefined],
    ['https://', undefined],
  ])('%s is %s', (wish, url) => {
    expect(consoleUrl(wish, { region: 'eu-west-1' })).toBe(url)
  })

  it.each([
    [{ region: 'cn-north-1' }, 'aws-cn', 'console.amazonaws.cn'],
    [{ region: 'us-gov-west-1' }, 'aws-us-gov', 'console.amazonaws-us-gov.com'],
    [{ region: 'eusc-de-east-1' }, 'aws-eusc', 'console.amazonaws-eusc.eu'],
    [
      { arn: 'arn:aws-us-gov:sts::1:assumed-role/a/b', region: undefined },
      'aws-us-gov',
      'console.amazonaws-us-gov.com',
    ],
    [{ arn: 'arn:aws-cn:sts::1:assumed-role/a/b', region: 'us-east-1' }, 'aws-cn', 'console.amazonaws.cn'],
    [{ arn: 'nonsense' }, 'aws', 'console.aws.amazon.com'],
    [{}, 'aws', 'console.aws.amazon.com'],
  ])('of %j is in the partition %s', (belonging, partition, host) => {
    expect(consolePartition(belonging)).toBe(partition)
    expect(new URL(consoleUrl('ec2', belonging) ?? '').host).toBe(host)
  })

  it('is there for every word, at most once', () => {
    const plain = consoleWords.map(word => word.replaceAll('-', ''))
    expect(new Set(plain).size).toBe(plain.length)
    for (const word of consoleWords) {
      expect(consoleUrl(word, {}), word).toMatch(/^https:\/\/console\.aws\.amazon\.com\/[a-z0-9]/)
      expect(consolePage(word), word).not.toMatch(/\/\/|^\/|\s/)
    }
  })

  it('is never made of words nobody knows', () => {
    fc.assert(
      fc.property(fc.string(), word => {
        const url = consoleUrl(word, { region: 'us-east-1' })
        if (url !== undefined && !/^https?:/i.test(word)) expect(url).toMatch(/^https:\/\/console\.aws/)
      }),
    )
  })
})
