import type { AwsCredentials, SamlCredentials } from '../../../auth/credentials.ts'
import { assumeRoleWithSaml } from '../../../clients/aws/sts.ts'
import type { Needs } from '../../../effects/effects.ts'
import { withStsAt } from '../../sts-endpoint.ts'
import { readAssertion } from './saml-assertion.ts'
import { samlRole } from './saml-role.ts'

export interface SamlSession {
  readonly base: SamlCredentials
  /** The role to become: exactly this one. */
  readonly roleArn: string
  /** What the identity asks for, seconds; else the provider's entry, the assertion, and AWS decide. */
  readonly durationSeconds?: number | undefined
  /** Region whose STS is asked; that of the provider where none is named. */
  readonly region?: string | undefined
}

/** Becomes a role that a SAML assertion offers. @throws Failure `role-not-assumable` when it does not */
export async function samlSession(
  { base, roleArn, durationSeconds, region }: SamlSession,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<AwsCredentials> {
  const at = withStsAt(base.endpointUrl, effects)
  const assertion = readAssertion(base.assertion.expose())
  const role = samlRole(assertion, { roleArn, providerArn: base.providerArn })
  return await assumeRoleWithSaml(
    {
      region: region ?? base.region ?? 'us-east-1',
      roleArn: role.roleArn,
      principalArn: role.providerArn,
      assertion: base.assertion,
      durationSeconds: durationSeconds ?? base.durationSeconds ?? assertion.sessionSeconds,
    },
    at,
  )
}
