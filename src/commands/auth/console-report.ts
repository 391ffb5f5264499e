import type { AwsCredentials } from '../../auth/credentials.ts'
import type { Plan } from '../../auth/plan.ts'
import { formatDuration } from '../../cli/duration.ts'
import type { Context } from '../context.ts'
import { accountOfArn } from '../identity/expected-account.ts'
import { rootProvider } from '../identity/plan-facts.ts'
import type { ConsoleDuration } from './console-duration.ts'

export interface ConsoleNews {
  readonly plan: Plan
  readonly credentials: AwsCredentials
  /** Absolute address of the page. */
  readonly destination: string
  readonly duration: ConsoleDuration
}

/** Says whose console is opened, and for how long; nothing of it is secret. */
export function sayConsole({ voice, effects }: Context, news: ConsoleNews): void {
  const { plan, credentials, destination, duration } = news
  const { arn, expiresAt, region } = credentials
  const life = expiresAt === undefined ? undefined : formatDuration(expiresAt - effects.clock.now())
  const session = duration.seconds === undefined ? life : formatDuration(duration.seconds * 1000)
  voice.success(`AWS console of ${plan.target}${session === undefined ? '' : `, for ${session}`}`)
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Provider', rootProvider(plan)],
    ['Account', accountOfArn(arn)],
    ['Region', region],
    ['Page', destination],
  ]
  for (const [label, value] of rows) if (value !== undefined) voice.note(`  ${label.padEnd(9)} ${value}`)
}
