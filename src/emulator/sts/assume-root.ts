import { principalOf } from '../keys.ts'
import { demand, notAuthorized } from '../policy.ts'
import type { QueryOperation } from '../protocol/aws-query.ts'
import { Refusal } from '../refusal.ts'
import { durationSeconds, needText } from './parameters.ts'
import { openSession } from './session.ts'

/** What each task policy lets the root of a member account do. Source: IAM user guide, "Perform a privileged task". */
const tasks: Readonly<Record<string, readonly string[]>> = {
  IAMAuditRootUserCredentials: ['iam:Get*', 'iam:List*'],
  IAMCreateRootUserPassword: ['iam:CreateLoginProfile', 'iam:GetLoginProfile'],
  IAMDeleteRootUserCredentials: ['iam:Delete*', 'iam:Deactivate*', 'iam:Get*', 'iam:List*'],
  S3UnlockBucketPolicy: ['s3:DeleteBucketPolicy', 's3:PutBucketPolicy', 's3:GetBucketPolicy'],
  SQSUnlockQueuePolicy: ['sqs:SetQueueAttributes', 'sqs:GetQueueAttributes'],
}

const fifteenMinutes = 900

/** For the management account of an organization, to put a member account's root right. */
export const assumeRoot: QueryOperation = {
  signed: true,
  run({ form, key, world }) {
    if (key.origin === 'session') {
      throw new Refusal('denied', 'Cannot call AssumeRoot with session credentials')
    }
    const { managementAccount, memberAccounts } = world.settings
    const target = needText(form, 'TargetPrincipal', { min: 12, max: 2048 })
    const policyArn = needText(form, 'TaskPolicyArn.arn', { min: 20, max: 2048 })
    const seconds = durationSeconds(form, { min: 0, max: fifteenMinutes, fallback: fifteenMinutes })
    const account = /^\d{12}$/.test(target) ? target : (target.split(':')[4] ?? '')
    const resource = `arn:${key.principal.partition}:iam::${account}:root`
    const task = /^arn:[\w-]+:iam::aws:policy\/root-task\/(\w+)$/.exec(policyArn)?.[1] ?? ''
    const allow = Object.hasOwn(tasks, task) ? tasks[task] : undefined
    if (allow === undefined) throw new Refusal('invalid', `${policyArn} is not a root task policy`)
    const wish = { action: 'sts:AssumeRoot', resource }
    demand(key.principal, wish)
    if (key.principal.account !== managementAccount || !memberAccounts.includes(account)) {
      throw new Refusal('denied', notAuthorized(key.principal, wish))
    }
    const principal = principalOf(resource, { allow })
    return { Credentials: openSession({ origin: 'root', principal, seconds }, world) }
  },
}
