import type { AwsCredentials } from '../../auth/credentials.ts'
import { Secret } from '../../auth/secret.ts'
import { notLikeAws } from './not-like-aws.ts'
import type { QueryAnswer } from './query.ts'

/** Reads the `Credentials` of an STS answer, with the ARN of whom they make. @throws when a part is missing */
export function readCredentials(answer: QueryAnswer): AwsCredentials {
  const { call, result } = answer
  const found = result.find('Credentials')
  const accessKeyId = found?.text('AccessKeyId')
  const secret = found?.text('SecretAccessKey')
  const token = found?.text('SessionToken')
  const expiresAt = Date.parse(found?.text('Expiration') ?? '')
  if (!accessKeyId || !secret || !token || Number.isNaN(expiresAt)) {
    const place = `${call.service}:${call.operation}`
    throw notLikeAws({ place, ...answer, flaw: 'its answer holds no complete credentials' })
  }
  const arn = result.find('AssumedRoleUser')?.text('Arn')
  return {
    type: 'aws',
    accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: new Secret(token),
    expiresAt,
    region: call.region,
    ...(arn ? { arn } : {}),
  }
}
