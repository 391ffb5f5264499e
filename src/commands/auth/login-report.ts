import { formatDuration } from '../../cli/duration.ts'
import { exitCodes } from '../../errors/codes.ts'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import type { Authenticated } from '../identity/authenticate.ts'
import { accountOfArn, callerOf } from '../identity/expected-account.ts'
import { regionOf, rootProvider } from '../identity/plan-facts.ts'
import type { RegistryReport } from '../registry-login/deliver.ts'
import { reportAsJson } from '../registry-login/report-logins.ts'
import type { Session } from '../session.ts'
import { sayLinked } from './say-linked.ts'

interface Outcome {
  readonly authenticated: Authenticated
  readonly reports: readonly RegistryReport[]
  /** Who AWS says this is. */
  readonly arn: string | undefined
}

/**
 * Says who we have become, then what became of each registry. A registry that failed is a warning with its
 * cause: the login itself stands.
 */
export function reportIdentity(
  context: Context,
  { authenticated, reports, arn }: Outcome,
  format: 'text' | 'json',
): void {
  if (format === 'json') {
    const object = { ...facts(authenticated, arn), logins: reports.map(reportAsJson) }
    context.effects.terminal.data(`${JSON.stringify(object)}\n`)
  } else {
    context.voice.success(headline(authenticated, arn))
    sayDetails(context, authenticated)
  }
  const failed = reports.filter(report => report.outcome instanceof Failure)
  sayLinked(context, format === 'text' ? reports : failed)
}

const unreached = exitCodes['service-unreachable']

/**
 * Who AWS says we are. Where it cannot be asked, a registry that knows us is proof enough, and its login is
 * written already.
 */
export async function arnOf(
  { voice }: Context,
  session: Session,
  { authenticated: { credentials }, reports }: Pick<Outcome, 'authenticated' | 'reports'>,
): Promise<string | undefined> {
  if (credentials.type !== 'aws') return undefined
  try {
    return (await callerOf(credentials, session)).arn
  } catch (thrown) {
    const isProven = reports.some(report => report.expiresAt !== undefined)
    if (!isProven || !(thrown instanceof Failure) || thrown.exitCode !== unreached) throw thrown
    voice.warn(`Whose credentials these are could not be asked: ${thrown.message}`)
    return undefined
  }
}

function headline({ plan, credentials }: Authenticated, arn: string | undefined): string {
  if (arn !== undefined) return `Authenticated as ${arn}`
  if (credentials.type === 'none')
    return `Identity ${plan.target} passes on the credentials of the surroundings`
  return `Authenticated as ${plan.target}`
}

function sayDetails({ voice, effects }: Context, { plan, credentials, place }: Authenticated): void {
  const { expiresAt } = credentials
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Realm', plan.realm],
    ['Provider', rootProvider(plan)],
    ['Identity', plan.target],
    ['Region', regionOf(plan)],
    ['Expires', expiresAt === undefined ? undefined : expiry(expiresAt, effects.clock.now())],
    ['AWS_PROFILE', place?.profile],
    ['Files', place?.credentialsFile],
  ]
  for (const [label, value] of rows) if (value !== undefined) voice.detail(`  ${label.padEnd(12)} ${value}`)
}

function expiry(expiresAt: number, now: number): string {
  return `${new Date(expiresAt).toISOString()} (${formatDuration(expiresAt - now)})`
}

function facts({ plan, credentials, place }: Authenticated, arn: string | undefined) {
  const { expiresAt } = credentials
  return {
    identity: plan.target,
    provider: rootProvider(plan),
    arn,
    account: accountOfArn(arn),
    region: regionOf(plan),
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
    profile: place?.profile,
    credentialsFile: place?.credentialsFile,
  }
}
