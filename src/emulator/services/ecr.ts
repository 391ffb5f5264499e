import { demand } from '../policy.ts'
import { type JsonCall, jsonService } from '../protocol/aws-json.ts'
import { Refusal } from '../refusal.ts'
import { partitionOfRegion, serviceHosts } from '../region.ts'
import { mintRegistryToken } from '../registry-token.ts'

/** The API of private ECR: one token per Region serves every registry there. */
export const ecr = jsonService({
  name: 'ecr',
  hosts: serviceHosts(['api.ecr', 'ecr', 'api.ecr-fips', 'ecr-fips']),
  target: 'AmazonEC2ContainerRegistry_V20150921',
  operations: { GetAuthorizationToken: getAuthorizationToken },
})

function getAuthorizationToken({ key, region, input, world }: JsonCall): object {
  const accounts = registryIds(input.registryIds) ?? [key.principal.account]
  demand(key.principal, { action: 'ecr:GetAuthorizationToken' })
  const token = mintRegistryToken({ use: 'ecr', key, region }, world)
  const { dnsSuffix } = partitionOfRegion(region)
  return {
    authorizationData: accounts.map(account => ({
      ...token,
      proxyEndpoint: `https://${account}.dkr.ecr.${region}.${dnsSuffix}`,
    })),
  }
}

function registryIds(given: unknown): readonly string[] | undefined {
  if (given === undefined || given === null) return undefined
  const valid =
    Array.isArray(given) && given.length >= 1 && given.length <= 10 && given.every(id => /^\d{12}$/.test(id))
  if (valid) return given
  throw new Refusal(
    'invalid',
    "Invalid parameter at 'registryIds' failed to satisfy constraint: 'must satisfy regular expression '[0-9]{12}''",
  )
}
