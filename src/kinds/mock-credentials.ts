import type { AwsCredentials } from '../auth/credentials.ts'
import type { Caller } from '../auth/kind.ts'
import { Secret } from '../auth/secret.ts'

/** The end of everything that the mock kinds hand out. */
const expiresAt = Date.parse('2099-12-31T23:59:59Z')

/** Who the mock kinds pretend to be. */
const caller: Caller = { arn: 'arn:aws:iam::123456789012:user/mock-user', account: '123456789012' }

/** The caller that mock credentials stand for; `undefined` for those that AWS can be asked about. */
export function mockCaller({ accessKeyId }: AwsCredentials): Caller | undefined {
  return accessKeyId.startsWith('MOCK_') ? caller : undefined
}

/** Credentials that open nothing, the same as those of Atmos's own mock kinds. */
export function mockCredentials(keys: Record<'id' | 'secret' | 'token', string>): AwsCredentials {
  return {
    type: 'aws',
    accessKeyId: keys.id,
    secretAccessKey: new Secret(keys.secret),
    sessionToken: new Secret(keys.token),
    expiresAt,
    region: 'us-east-1',
    arn: caller.arn,
  }
}
