import type { AwsCredentials } from '../../auth/credentials.ts'
import type { RegistryToken } from '../../auth/login.ts'
import type { Needs } from '../../effects/effects.ts'
import type { EndpointVariant } from './endpoint.ts'
import { callJson } from './json.ts'
import { readRegistryToken } from './registry-token.ts'

export interface RegistryPlace {
  readonly region: string
  readonly variant?: EndpointVariant
}

/** `ecr:GetAuthorizationToken`: a login for every registry of a Region that the caller may use. */
export async function getAuthorizationToken(
  { credentials, place }: { readonly credentials: AwsCredentials; readonly place: RegistryPlace },
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<RegistryToken> {
  const answer = await callJson(
    {
      service: 'ecr',
      ...place,
      operation: 'GetAuthorizationToken',
      actions: ['ecr:GetAuthorizationToken'],
      credentials,
      target: 'AmazonEC2ContainerRegistry_V20150921',
      input: {},
    },
    effects,
  )
  const { authorizationData } = answer.output
  const data = Array.isArray(authorizationData) ? authorizationData[0] : undefined
  return readRegistryToken(data, { ...answer, now: effects.clock.now() })
}
