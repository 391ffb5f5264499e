import { ambientRegion } from '../auth/ambient-region.ts'
import type { AwsCredentials } from '../auth/credentials.ts'
import type { Caller } from '../auth/kind.ts'
import { getCallerIdentity } from '../clients/aws/sts.ts'
import type { Effects } from '../effects/effects.ts'
import { mockCaller } from './mock-credentials.ts'

/** Who AWS takes the holder of credentials for, as the STS of their Region sees it. */
export async function identify(credentials: AwsCredentials, effects: Effects): Promise<Caller> {
  const pretended = mockCaller(credentials)
  if (pretended !== undefined) return pretended
  const { arn, account } = await getCallerIdentity(
    { credentials, region: credentials.region ?? ambientRegion(effects) ?? 'us-east-1' },
    effects,
  )
  return { arn, account }
}
