import * as v from 'valibot'
import type { AwsCredentials } from '../../../auth/credentials.ts'
import { defineIntegration } from '../../../auth/define-kind.ts'
import { partitionOf } from '../../../aws/partitions.ts'
import { getPublicAuthorizationToken } from '../../../clients/aws/ecr-public.ts'
import { Failure } from '../../../errors/failure.ts'

const regions = ['us-east-1', 'us-west-2'] as const

/** Kept for compatibility: the service exists in two Regions, and its tokens come from us-east-1 anyway. */
const region = v.picklist(regions, `must be one of ${regions.join(', ')}: ECR Public exists nowhere else`)

/** The service has a second name; like the one of private registries, it comes from our own commands only. */
const host = v.picklist(['public.ecr.aws', 'ecr-public.aws.com'])

/** A login for public.ecr.aws. */
export const awsEcrPublic = defineIntegration({
  kind: 'aws/ecr-public',
  title: 'Amazon ECR Public',
  label: 'ECR Public login',
  spec: v.optional(
    v.object({ registry: v.optional(v.object({ region: v.optional(region), host: v.optional(host) })) }),
    {},
  ),
  accepts: ['aws'],
  serves: spec => [spec.registry?.host ?? 'public.ecr.aws'],
  tokenKey: () => 'aws',
  async fetchToken({ base }, effects) {
    refuseOtherPartitions(base)
    return await getPublicAuthorizationToken(base, effects)
  },
  verify: async (login, effects) =>
    (await import('../../../clients/oci-registry.ts')).verifyLogin(login, effects),
})

/** Said beforehand, because AWS would only call the key unknown. */
function refuseOtherPartitions({ arn, region }: AwsCredentials): void {
  const partition = arn?.split(':')[1] ?? (region === undefined ? undefined : partitionOf(region).id)
  if (partition === undefined || partition === 'aws') return
  throw new Failure({
    code: 'request-refused',
    what: `ECR Public does not know credentials of the partition ${partition}`,
    why: region === undefined ? `the caller is ${arn}` : `the credentials belong to ${region}`,
    next: 'Use an identity of the standard AWS partition, or pull without a login',
  })
}
