import { describe, expect, it } from 'vitest'
import { wire } from '../../../test/doubles/wire.ts'
import { type EndpointRequest, endpointFor } from './endpoint.ts'

const own = 'https://api.ecr-public.us-east-1.amazonaws.com/'
const ecrPublic: EndpointRequest = { service: 'ecr-public', region: 'us-east-1' }

const cases: readonly (readonly [string, Record<string, string>, string])[] = [
  ['nothing set', {}, own],
  ['one endpoint for all', { AWS_ENDPOINT_URL: 'http://localhost:4566' }, 'http://localhost:4566/'],
  ['a path is kept', { AWS_ENDPOINT_URL: 'https://proxy.corp/aws' }, 'https://proxy.corp/aws'],
  [
    "the service's own wins",
    { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_ECR_PUBLIC: 'http://mine:1' },
    'http://mine:1/',
  ],
  ["another service's is not ours", { AWS_ENDPOINT_URL_ECR: 'http://other' }, own],
  ['an empty one counts as unset', { AWS_ENDPOINT_URL: '' }, own],
  [
    'a custom endpoint wins over FIPS and dual-stack',
    { AWS_ENDPOINT_URL: 'http://a', AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
    'http://a/',
  ],
  [
    'configured endpoints can be ignored',
    {
      AWS_ENDPOINT_URL: 'http://a',
      AWS_ENDPOINT_URL_ECR_PUBLIC: 'http://b',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    },
    own,
  ],
  ['only true is true', { AWS_USE_FIPS_ENDPOINT: 'yes', AWS_USE_DUALSTACK_ENDPOINT: '1' }, own],
]

describe('where a service is asked', () => {
  it.each(cases)('%s', (_, env, expected) => {
    expect(endpointFor(ecrPublic, wire([], { env }).env)).toBe(expected)
  })

  it('an insisted variant wins over the environment', () => {
    const { env } = wire([], { env: { AWS_USE_FIPS_ENDPOINT: 'false' } })
    expect(endpointFor({ service: 'ecr', region: 'us-east-2', fips: true, dualStack: true }, env)).toBe(
      'https://ecr-fips.us-east-2.api.aws/',
    )
  })

  it.each(['localhost:4566', 'ftp://a', 'https://', 'http:// a b'])(
    '%s is refused by its variable',
    value => {
      const { env } = wire([], { env: { AWS_ENDPOINT_URL_ECR_PUBLIC: value } })
      expect(() => endpointFor(ecrPublic, env)).toThrow(
        expect.objectContaining({
          code: 'config-invalid',
          what: 'AWS_ENDPOINT_URL_ECR_PUBLIC is not a web address',
          why: `it says ${JSON.stringify(value)}`,
        }),
      )
    },
  )

  it.each(['http://me:hush@bad host/', 'me:hush@localhost', 'ftp://me:hu@sh@localhost'])(
    '%s is refused without its password',
    value => {
      const { env } = wire([], { env: { AWS_ENDPOINT_URL: value } })
      expect(() => endpointFor(ecrPublic, env)).toThrow(
        expect.objectContaining({ why: expect.not.stringMatching(/hu|sh/) }),
      )
    },
  )
})
