import * as v from 'valibot'
import type { AwsCredentials, OidcCredentials, SamlCredentials } from '../../../auth/credentials.ts'
import { defineIdentity } from '../../../auth/define-kind.ts'
import { regionName, text } from '../../../auth/fields.ts'
import { homeRegionOfArn } from '../../../aws/partitions.ts'
import { assumeRole, assumeRoleWithWebIdentity } from '../../../clients/aws/sts.ts'
import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { roleDuration } from '../../role-duration.ts'
import { sessionName } from '../../session-name.ts'
import { stsEndpoint, withStsAt } from '../../sts-endpoint.ts'

const roleArn = v.pipe(
  v.string(),
  v.regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
    'is not the ARN of a role: arn:aws:iam::123456789012:role/NAME',
  ),
)

const externalIdRule = 'must have 2 to 1224 characters: letters, digits and + = , . @ : / - _'

const externalId = v.pipe(v.string(), v.regex(/^[\w+=,.@:/-]{2,1224}$/, externalIdRule))

const spec = v.object({
  principal: v.object({
    assume_role: roleArn,
    session_name: v.optional(text),
    external_id: v.optional(externalId),
    duration: v.optional(roleDuration),
    region: v.optional(regionName),
    source_identity: v.optional(text),
    tags: v.optional(v.record(v.string(), v.string())),
    transitive_tag_keys: v.optional(v.array(v.string())),
  }),
  spec: v.optional(stsEndpoint),
})

type Spec = v.InferOutput<typeof spec>

interface Step<Base> {
  readonly name: string
  readonly spec: Spec
  readonly base: Base
}

/** A role, assumed with credentials, a token of a job, or a SAML response. */
export const awsAssumeRole = defineIdentity({
  kind: 'aws/assume-role',
  title: 'IAM role',
  spec,
  accepts: ['aws', 'oidc', 'saml'],
  yields: 'aws',
  assumesRole: true,
  foresees: ({ spec, before }) =>
    before?.assumesRole === true && isLong(spec) ? { path: 'principal.duration', ...tooLong } : undefined,
  async authenticate({ name, spec, base }, effects) {
    const credentials = await assume({ name, spec, base }, withStsAt(spec.spec?.endpoint_url, effects))
    return {
      ...credentials,
      region: spec.principal.region ?? credentials.region ?? regionOf(spec, undefined),
    }
  },
})

async function assume(
  { name, spec, base }: Step<AwsCredentials | OidcCredentials | SamlCredentials>,
  effects: Effects,
): Promise<AwsCredentials> {
  switch (base.type) {
    case 'aws':
      return await fromAws({ name, spec, base }, effects)
    case 'oidc':
      return await fromOidc({ name, spec, base }, effects)
    case 'saml':
      return await fromSaml({ name, spec, base }, effects)
  }
}

async function fromAws(
  { name, spec, base }: Step<AwsCredentials>,
  effects: Effects,
): Promise<AwsCredentials> {
  const { principal } = spec
  refuseLongChained({ name, spec, base })
  return await assumeRole(
    {
      credentials: base,
      region: regionOf(spec, base.region),
      roleArn: principal.assume_role,
      sessionName: sessionName({ identity: name, asked: principal.session_name }, effects),
      durationSeconds: principal.duration,
      externalId: principal.external_id,
      sourceIdentity: principal.source_identity,
      tags: principal.tags,
      transitiveTagKeys: principal.transitive_tag_keys,
    },
    effects,
  )
}

async function fromOidc(
  { name, spec, base }: Step<OidcCredentials>,
  effects: Effects,
): Promise<AwsCredentials> {
  const { principal } = spec
  return await assumeRoleWithWebIdentity(
    {
      region: regionOf(spec, undefined),
      roleArn: principal.assume_role,
      sessionName: sessionName({ identity: name, asked: principal.session_name }, effects),
      token: base.token,
      durationSeconds: principal.duration,
    },
    effects,
  )
}

async function fromSaml({ spec, base }: Step<SamlCredentials>, effects: Effects): Promise<AwsCredentials> {
  const { samlSession } = await import('../../providers/aws/saml-session.ts')
  const { assume_role: roleArn, duration } = spec.principal
  return await samlSession(
    { base, roleArn, region: regionOf(spec, base.region), durationSeconds: duration },
    effects,
  )
}

function regionOf({ principal }: Spec, base: string | undefined): string {
  return principal.region ?? base ?? homeRegionOfArn(principal.assume_role)
}

/** Said beforehand, because AWS only says that the duration is too long for the role. */
const tooLong = {
  message: 'it is assumed by a role, and AWS ends such chained sessions after an hour',
  next: 'Write 1h or less',
}

function isLong({ principal }: Spec): boolean {
  return (principal.duration ?? 0) > 3600
}

/** Where only the credentials tell that a role has them: those of the surroundings, or of a person. */
function refuseLongChained({ name, spec, base }: Step<AwsCredentials>): void {
  if (!isLong(spec) || !base.arn?.includes(':assumed-role/')) return
  throw new Failure({
    code: 'config-invalid',
    what: `Identity ${name} cannot live longer than one hour`,
    why: `it is assumed by a role (${base.arn}), and AWS ends such chained sessions after an hour`,
    next: `Set auth.identities.${name}.principal.duration to 1h or less`,
  })
}
