import { demand } from '../policy.ts'
import { type JsonCall, jsonService } from '../protocol/aws-json.ts'
import { Refusal } from '../refusal.ts'
import { serviceHosts } from '../region.ts'
import { mintRegistryToken } from '../registry-token.ts'

/** ECR Public's API. Tokens come from us-east-1 alone and need two actions, one of them of STS. */
export const ecrPublic = jsonService({
  name: 'ecr-public',
  hosts: serviceHosts(['api.ecr-public', 'ecr-public', 'api.ecr-public-fips', 'ecr-public-fips']),
  target: 'SpencerFrontendService',
  operations: { GetAuthorizationToken: getAuthorizationToken },
})

function getAuthorizationToken({ key, region, world }: JsonCall): object {
  if (region !== 'us-east-1') {
    throw new Refusal(
      { code: 'UnsupportedCommandException', status: 400 },
      'GetAuthorizationToken command is only supported in us-east-1.',
    )
  }
  demand(key.principal, { action: 'ecr-public:GetAuthorizationToken' })
  demand(key.principal, { action: 'sts:GetServiceBearerToken' })
  return { authorizationData: mintRegistryToken({ use: 'ecr-public', key, region }, world) }
}
