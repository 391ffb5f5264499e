import type { RoleOptions } from '../options.ts'
import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { durationSeconds, invalid, needText, optionalText } from './parameters.ts'

/** What every way into a role asks for. */
export interface WantedRole {
  readonly roleArn: string
  /** `undefined` when there is no such role: callers must not learn that from the refusal. */
  readonly role: RoleOptions | undefined
  readonly seconds: number
}

/** Asked for by somebody who names their session, too. */
export interface RoleRequest extends WantedRole {
  readonly sessionName: string
}

const hour = 3600
const maximum = 12 * hour

/** Reads and checks the parameters. @throws Refusal `invalid` */
export function readRoleRequest(form: URLSearchParams, world: World): RoleRequest {
  const sessionName = needText(form, 'RoleSessionName', { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ })
  return { ...readRole(form, world), sessionName }
}

/** The part that `AssumeRoleWithSAML` has too. @throws Refusal `invalid` */
export function readRole(form: URLSearchParams, { settings }: World): WantedRole {
  if (form.has('Policy') || form.has('PolicyArns.member.1.arn')) {
    throw invalid('The emulator does not evaluate session policies')
  }
  const roleArn = needText(form, 'RoleArn', { min: 20, max: 2048 })
  const seconds = durationSeconds(form, { min: 900, max: maximum, fallback: hour })
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn))
    throw new Refusal('invalid', `${roleArn} is invalid`)
  return { roleArn, role: settings.roles.find(role => role.arn === roleArn), seconds }
}

/** Limits of a session: the role's own, and one hour when one role opens the door to the next. */
export function checkSessionLength(
  { role, seconds }: WantedRole,
  { chained }: { readonly chained: boolean },
): void {
  if (chained && seconds > hour) {
    throw new Refusal(
      'invalid',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
  if (seconds > (role?.maxSessionSeconds ?? hour)) {
    throw new Refusal(
      'invalid',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
}

/** `SourceIdentity`, which STS only passes on. */
export function sourceIdentity(form: URLSearchParams): string | undefined {
  return optionalText(form, 'SourceIdentity', { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ })
}
