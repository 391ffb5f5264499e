import { ECRClient, GetAuthorizationTokenCommand as PrivateToken } from '@aws-sdk/client-ecr'
import { ECRPUBLICClient, GetAuthorizationTokenCommand as PublicToken } from '@aws-sdk/client-ecr-public'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, it } from 'vitest'
import { type AwsService, endpointFor } from '../../src/clients/aws/endpoint.ts'
import { sdkTransport, withoutAwsVariables } from '../doubles/aws-sdk.ts'
import { wire } from '../doubles/wire.ts'

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }

/** A Region of every partition, two of the ones with rules of their own. */
const regions = [
  'us-east-1',
  'eu-west-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'cn-north-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
]

interface Place {
  readonly region: string
  readonly useFipsEndpoint: boolean
  readonly useDualstackEndpoint: boolean
}

async function sdkAddress(send: (transport: object) => Promise<unknown>): Promise<string | undefined> {
  let url: string | undefined
  const transport = sdkTransport(async request => {
    url = request.url
    return { status: 400, headers: {}, body: '' }
  })
  await send(transport).catch(() => {})
  return url
}

const senders: Readonly<Partial<Record<AwsService, (place: Place, transport: object) => Promise<unknown>>>> =
  {
    ecr: (place, requestHandler) =>
      new ECRClient({ ...place, credentials, requestHandler } as never).send(new PrivateToken({})),
    'ecr-public': (place, requestHandler) =>
      new ECRPUBLICClient({ ...place, credentials, requestHandler } as never).send(new PublicToken({})),
    sts: (place, requestHandler) =>
      new STSClient({ ...place, credentials, requestHandler } as never).send(
        new GetCallerIdentityCommand({}),
      ),
  }

describe('our endpoints are the ones of the official SDK', () => {
  beforeAll(withoutAwsVariables)

  for (const [service, send] of Object.entries(senders)) {
    // ECR Public is asked in one Region alone.
    for (const region of service === 'ecr-public' ? ['us-east-1'] : regions) {
      for (const useFipsEndpoint of [false, true]) {
        for (const useDualstackEndpoint of [false, true]) {
          const words = `${useFipsEndpoint ? ' FIPS' : ''}${useDualstackEndpoint ? ' dual-stack' : ''}`
          it(`${service} in ${region}${words}`, async () => {
            const { env } = wire([], {
              env: {
                AWS_USE_FIPS_ENDPOINT: `${useFipsEndpoint}`,
                AWS_USE_DUALSTACK_ENDPOINT: `${useDualstackEndpoint}`,
              },
            })
            const place = { region, useFipsEndpoint, useDualstackEndpoint }
            const expected = await sdkAddress(transport => send(place, transport))
            expect(endpointFor({ service: service as AwsService, region }, env)).toBe(expected)
          })
        }
      }
    }
  }
})
