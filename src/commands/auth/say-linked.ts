import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import type { RegistryReport } from '../registry-login/deliver.ts'
import { sayReport } from '../registry-login/report-logins.ts'

/**
 * Says what became of the registries that were logged in to along with an identity. One that failed is a
 * warning with its cause: the login itself stands.
 */
export function sayLinked(context: Context, reports: readonly RegistryReport[]): void {
  for (const report of reports) {
    if (report.outcome instanceof Failure) warnOf(context, report.outcome)
    else sayReport(context, report, report.outcome)
  }
}

/** A failure that is no reason to stop, as a warning. */
function warnOf({ voice }: Pick<Context, 'voice'>, { what, why, next, code }: Failure): void {
  const parts = [what, why, next, `(${code}; the login stands)`]
  voice.warn(parts.filter(part => part !== undefined).join('\n  '))
}
