import type { AwsCredentials, Credentials } from '../../auth/credentials.ts'
import type { Caller, Catalog } from '../../auth/kind.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'

interface Asking {
  readonly catalog: Catalog
  readonly effects: Effects
  /** What a refusal keeps from being written, for the person to know. */
  readonly unwritten?: string
}

/** Who these credentials are; asked of AWS only where nobody has said yet. */
export async function callerOf(credentials: AwsCredentials, { catalog, effects }: Asking): Promise<Caller> {
  const { arn } = credentials
  const account = accountOfArn(arn)
  if (arn !== undefined && account) return { arn, account }
  return await catalog.identify(credentials, effects)
}

/** The 12-digit account that an ARN names. */
export function accountOfArn(arn: string | undefined): string | undefined {
  return arn?.split(':')[4]
}

/** @throws Failure `wrong-account` when the credentials belong to another account than expected */
export async function mustBeInAccount(
  expected: string | undefined,
  credentials: Credentials,
  asking: Asking,
): Promise<void> {
  if (expected === undefined || credentials.type !== 'aws') return
  const { unwritten = 'no registry login was written' } = asking
  const { account, arn } = await callerOf(credentials, asking)
  if (account === expected) return
  throw new Failure({
    code: 'wrong-account',
    what: `The credentials belong to account ${account}, not to ${expected}`,
    why: `the caller is ${arn}`,
    next: `Check the identity, or correct expected_account / --expect-account; ${unwritten}`,
    details: { account, expected },
  })
}
