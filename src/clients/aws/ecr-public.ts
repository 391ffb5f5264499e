import type { AwsCredentials } from '../../auth/credentials.ts'
import type { RegistryToken } from '../../auth/login.ts'
import type { Needs } from '../../effects/effects.ts'
import { callJson } from './json.ts'
import { readRegistryToken } from './registry-token.ts'

/** The only Region that hands out tokens of ECR Public, whatever the caller's own Region is. */
const region = 'us-east-1'

/** `ecr-public:GetAuthorizationToken`: a login for public.ecr.aws, good for 12 hours. */
export async function getPublicAuthorizationToken(
  credentials: AwsCredentials,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<RegistryToken> {
  const answer = await callJson(
    {
      service: 'ecr-public',
      region,
      operation: 'GetAuthorizationToken',
      actions: ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'],
      credentials,
      target: 'SpencerFrontendService',
      input: {},
    },
    effects,
  )
  return readRegistryToken(answer.output.authorizationData, { ...answer, now: effects.clock.now() })
}
