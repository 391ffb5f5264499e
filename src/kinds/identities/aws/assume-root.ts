import * as v from 'valibot'
import { defineIdentity } from '../../../auth/define-kind.ts'
import { accountId, durationSeconds, regionName } from '../../../auth/fields.ts'
import { assumeRoot } from '../../../clients/aws/sts.ts'
import { stsEndpoint, withStsAt } from '../../sts-endpoint.ts'

const taskPolicies = [
  'IAMAuditRootUserCredentials',
  'IAMCreateRootUserPassword',
  'IAMDeleteRootUserCredentials',
  'S3UnlockBucketPolicy',
  'SQSUnlockQueuePolicy',
] as const

const taskPolicy = v.pipe(
  v.string(),
  v.regex(
    new RegExp(`^arn:aws[a-z-]*:iam::aws:policy/root-task/(${taskPolicies.join('|')})$`),
    `must be arn:aws:iam::aws:policy/root-task/ and one of ${taskPolicies.join(', ')}`,
  ),
)

const spec = v.object({
  principal: v.object({
    target_principal: accountId,
    task_policy_arn: taskPolicy,
    duration: v.optional(v.pipe(durationSeconds, v.maxValue(900, 'must be at most 15m'))),
    region: v.optional(regionName),
  }),
  spec: v.optional(stsEndpoint),
})

/** The root user of a member account, for one task and at most 15 minutes. */
export const awsAssumeRoot = defineIdentity({
  kind: 'aws/assume-root',
  title: 'Root user of a member account, for one task',
  spec,
  accepts: ['aws'],
  yields: 'aws',
  authenticate: ({ spec: { principal, spec }, base }, effects) =>
    assumeRoot(
      {
        credentials: base,
        region: principal.region ?? base.region ?? 'us-east-1',
        targetPrincipal: principal.target_principal,
        taskPolicyArn: principal.task_policy_arn,
        durationSeconds: principal.duration,
      },
      withStsAt(spec?.endpoint_url, effects),
    ),
})
