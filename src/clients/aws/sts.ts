import type { AwsCredentials } from '../../auth/credentials.ts'
import type { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import { notLikeAws } from './not-like-aws.ts'
import { callQuery, type QueryCall } from './query.ts'
import { readCredentials } from './sts-credentials.ts'

type StsNeeds = Needs<'http' | 'clock' | 'env' | 'random'>

interface Signed {
  readonly credentials: AwsCredentials
  /** Region whose STS is asked; the credentials that come back carry it. */
  readonly region: string
}

export interface CallerIdentity {
  /** 12 digits. */
  readonly account: string
  readonly arn: string
  readonly userId: string
}

/** `sts:GetCallerIdentity`: who the credentials are. Needs no permission. */
export async function getCallerIdentity(request: Signed, effects: StsNeeds): Promise<CallerIdentity> {
  const answer = await callQuery(stsCall('GetCallerIdentity', { ...request, input: {} }), effects)
  const [account, arn, userId] = ['Account', 'Arn', 'UserId'].map(name => answer.result.text(name))
  if (!account || !arn || !userId) {
    const flaw = 'its answer does not say who the caller is'
    throw notLikeAws({ place: 'sts:GetCallerIdentity', ...answer, flaw })
  }
  return { account, arn, userId }
}

export interface AssumeRoleRequest extends Signed {
  readonly roleArn: string
  /** 2 to 64 characters of `[\w+=,.@-]`. */
  readonly sessionName: string
  /** 900 to 43200; the role's own limit applies, and one hour for chained roles. */
  readonly durationSeconds?: number | undefined
  readonly externalId?: string | undefined
  readonly sourceIdentity?: string | undefined
  readonly mfa?: MfaProof | undefined
  /** Session tags; at most 50. */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** Keys of tags that are passed on when this role assumes another. */
  readonly transitiveTagKeys?: readonly string[] | undefined
}

/** A code of an MFA device. */
export interface MfaProof {
  /** Serial number or ARN of the device. */
  readonly serialNumber: string
  /** 6 digits. */
  readonly tokenCode: string
}

/** `sts:AssumeRole` */
export async function assumeRole(request: AssumeRoleRequest, effects: StsNeeds): Promise<AwsCredentials> {
  const { roleArn, sessionName, durationSeconds, externalId, sourceIdentity, mfa } = request
  const input = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: durationSeconds,
    ExternalId: externalId,
    SerialNumber: mfa?.serialNumber,
    TokenCode: mfa?.tokenCode,
    SourceIdentity: sourceIdentity,
    ...tagFields(request),
  }
  const actions = [
    'sts:AssumeRole',
    ...('Tags.member.1.Key' in input ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ]
  const allowed = `allow ${actions.join(' and ')} on ${roleArn} for the caller`
  const also = actions.length === 1 ? '' : ` and allows ${actions.slice(1).join(' and ')}`
  const next = `Check that the role exists, that its trust policy names the caller${externalId === undefined ? '' : ' and the external id'}${also}, and ${allowed}`
  return readCredentials(
    await callQuery(stsCall('AssumeRole', { ...request, input, resource: roleArn, next }), effects),
  )
}

/** Lists and maps of the query protocol are numbered from 1. */
function tagFields({ tags = {}, transitiveTagKeys = [] }: AssumeRoleRequest): Record<string, string> {
  const pairs = Object.entries(tags).flatMap(([key, value], index) => [
    [`Tags.member.${index + 1}.Key`, key],
    [`Tags.member.${index + 1}.Value`, value],
  ])
  const keys = transitiveTagKeys.map((key, index) => [`TransitiveTagKeys.member.${index + 1}`, key])
  return Object.fromEntries([...pairs, ...keys])
}

export interface WebIdentityRequest {
  readonly region: string
  readonly roleArn: string
  readonly sessionName: string
  readonly token: Secret
  readonly durationSeconds?: number | undefined
}

/** `sts:AssumeRoleWithWebIdentity`; not signed, the token is the proof. */
export async function assumeRoleWithWebIdentity(
  request: WebIdentityRequest,
  effects: StsNeeds,
): Promise<AwsCredentials> {
  const { region, roleArn, sessionName, token, durationSeconds } = request
  const input = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    WebIdentityToken: token.expose(),
    DurationSeconds: durationSeconds,
  }
  const next = `Check the trust policy of ${roleArn}: the identity provider as principal, sts:AssumeRoleWithWebIdentity, and conditions on audience and subject that the token meets`
  const call = stsCall('AssumeRoleWithWebIdentity', { region, input, resource: roleArn, next })
  return readCredentials(await callQuery({ ...call, secrets: [token] }, effects))
}

export interface SamlRequest {
  readonly region: string
  readonly roleArn: string
  /** ARN of the SAML provider in the account. */
  readonly principalArn: string
  /** Base64, as posted. */
  readonly assertion: Secret
  readonly durationSeconds?: number | undefined
}

/** `sts:AssumeRoleWithSAML`; not signed, the assertion is the proof and names the session. */
export async function assumeRoleWithSaml(request: SamlRequest, effects: StsNeeds): Promise<AwsCredentials> {
  const { region, roleArn, principalArn, assertion, durationSeconds } = request
  const input = {
    RoleArn: roleArn,
    PrincipalArn: principalArn,
    SAMLAssertion: assertion.expose(),
    DurationSeconds: durationSeconds,
  }
  const next = `Check the trust policy of ${roleArn}: ${principalArn} as principal, sts:AssumeRoleWithSAML, and the condition on SAML:aud`
  const call = stsCall('AssumeRoleWithSAML', { region, input, resource: roleArn, next })
  return readCredentials(await callQuery({ ...call, secrets: [assertion] }, effects))
}

export interface SessionTokenRequest extends Signed {
  /** 900 to 129600; one hour at most for the account's root user. */
  readonly durationSeconds?: number | undefined
  readonly mfa?: MfaProof | undefined
}

/** `sts:GetSessionToken`: temporary credentials of the same user, with proof of MFA if given. */
export async function getSessionToken(
  request: SessionTokenRequest,
  effects: StsNeeds,
): Promise<AwsCredentials> {
  const { durationSeconds, mfa } = request
  const input = {
    DurationSeconds: durationSeconds,
    SerialNumber: mfa?.serialNumber,
    TokenCode: mfa?.tokenCode,
  }
  return readCredentials(await callQuery(stsCall('GetSessionToken', { ...request, input }), effects))
}

export interface FederationTokenRequest extends Signed {
  /** What the session is called: 2 to 32 characters of `[\w+=,.@-]`. */
  readonly name: string
  /** JSON; the session may do what both this and the user's own policies allow. */
  readonly policy: string
  /** 900 to 129600. */
  readonly durationSeconds?: number | undefined
}

/** `sts:GetFederationToken`: temporary credentials of a user with long-lived keys, fit for the console. */
export async function getFederationToken(
  request: FederationTokenRequest,
  effects: StsNeeds,
): Promise<AwsCredentials> {
  const { name, policy, durationSeconds } = request
  const input = { Name: name, Policy: policy, DurationSeconds: durationSeconds }
  return readCredentials(await callQuery(stsCall('GetFederationToken', { ...request, input }), effects))
}

export interface AssumeRootRequest extends Signed {
  /** Account id or ARN of the member account. */
  readonly targetPrincipal: string
  readonly taskPolicyArn: string
  /** At most 900. */
  readonly durationSeconds?: number | undefined
}

/** `sts:AssumeRoot`: a short root session in a member account, for one task. */
export async function assumeRoot(request: AssumeRootRequest, effects: StsNeeds): Promise<AwsCredentials> {
  const { targetPrincipal, taskPolicyArn, durationSeconds } = request
  const input = {
    TargetPrincipal: targetPrincipal,
    'TaskPolicyArn.arn': taskPolicyArn,
    DurationSeconds: durationSeconds,
  }
  const next = `Check that root access management is on in the organization, that the task policy is an AWS root task policy, and allow sts:AssumeRoot on ${targetPrincipal} for the caller`
  return readCredentials(
    await callQuery(stsCall('AssumeRoot', { ...request, input, resource: targetPrincipal, next }), effects),
  )
}

interface StsParts extends Pick<QueryCall, 'input' | 'resource' | 'region' | 'credentials'> {
  /** What helps against a denial. */
  readonly next?: string
}

function stsCall(operation: string, { input, resource, region, credentials, next }: StsParts): QueryCall {
  return {
    service: 'sts',
    region,
    operation,
    version: '2011-06-15',
    actions: [`sts:${operation}`],
    ...(resource === undefined ? {} : { resource }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(next === undefined ? {} : { denied: { code: 'role-not-assumable', next } }),
    input,
  }
}
