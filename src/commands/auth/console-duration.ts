import { safeParse } from 'valibot'
import type { AuthConfig } from '../../auth/auth-config.ts'
import { durationSeconds } from '../../auth/fields.ts'
import { isRecord } from '../../auth/parse-json.ts'
import type { Plan } from '../../auth/plan.ts'
import { parseDuration } from '../../cli/duration.ts'
import { Failure } from '../../errors/failure.ts'
import { rootProvider } from '../identity/plan-facts.ts'

export interface ConsoleDuration {
  /** What AWS is asked for; absent: the session lasts as long as the credentials. */
  readonly seconds: number | undefined
  /** What became of the wish, for the person. */
  readonly note?: string
}

export interface DurationWish {
  /** `--duration` */
  readonly asked: string | undefined
  readonly plan: Plan
}

/** What AWS takes. */
const limits = { shortest: 900, longest: 43_200 }

/** Kinds whose credentials are a role's: what is assumed with them is a chained role. */
const roleKinds = ['aws/permission-set', 'aws/assume-role', 'aws/assume-root']

/**
 * How long a console session shall last: `--duration`, else `console.session_duration` of the provider. AWS
 * refuses to be asked for chained roles, so that a flag is refused beforehand there, and a setting passed over.
 */
export function consoleSeconds({ asked, plan }: DurationWish, auth: AuthConfig): ConsoleDuration {
  const given = asked === undefined ? configuredSeconds(plan, auth) : parseDuration(asked) / 1000
  if (given === undefined) return { seconds: undefined }
  if (isChained(plan)) {
    if (asked !== undefined) throw chained(plan)
    return {
      seconds: undefined,
      note: 'console.session_duration does not apply: AWS sets it for chained roles',
    }
  }
  const seconds = Math.round(Math.min(limits.longest, Math.max(limits.shortest, given)))
  if (seconds === Math.round(given)) return { seconds }
  return { seconds, note: 'A console session lasts 15m to 12h; the nearest of them is used' }
}

function isChained({ steps }: Plan): boolean {
  const [before, target] = steps.slice(-2)
  return target?.kind === 'aws/assume-role' && before !== undefined && roleKinds.includes(before.kind)
}

function configuredSeconds(plan: Plan, auth: AuthConfig): number | undefined {
  const written = auth.providers.find(({ name }) => name === rootProvider(plan))?.written.console
  const duration = isRecord(written) ? written.session_duration : undefined
  const parsed = safeParse(durationSeconds, duration)
  return parsed.success ? parsed.output : undefined
}

function chained({ target, steps }: Plan): Failure {
  return new Failure({
    code: 'usage',
    what: `--duration cannot be used with ${target}`,
    why: `its role is assumed with the credentials of another role (${steps.at(-2)?.name}), and AWS refuses a duration for chained roles`,
    next: 'Leave --duration out: the session lasts as long as the credentials, one hour at most',
  })
}
