import { formatDuration } from '../../cli/duration.ts'
import { Failure } from '../../errors/failure.ts'
import { placeWords } from '../../sinks/docker/place-words.ts'
import type { LoginReceipt } from '../../sinks/login-sink.ts'
import type { Context } from '../context.ts'
import type { RegistryReport } from './deliver.ts'

/**
 * Says what became of each registry, in order: a line each for people, or one JSON object on standard output
 * for scripts. Failures decide the exit code, the first one in the order given.
 */
export function reportLogins(
  context: Context,
  { reports, format }: { readonly reports: readonly RegistryReport[]; readonly format: 'text' | 'json' },
): void {
  if (format === 'json') {
    context.effects.terminal.data(`${JSON.stringify({ logins: reports.map(reportAsJson) })}\n`)
  }
  for (const report of reports) {
    const { outcome } = report
    if (outcome instanceof Failure) context.report(outcome)
    else if (format === 'text') sayReport(context, report, outcome)
  }
}

/** Says where a login was put. */
export function sayReport({ voice, effects }: Context, report: RegistryReport, receipt: LoginReceipt): void {
  for (const warning of receipt.warnings) voice.warn(warning)
  const { place } = receipt
  if (place.type === 'helper-serves') {
    voice.success(`${report.registry}: nothing to do, ${place.program} serves this registry`)
    return
  }
  const left = formatDuration((report.expiresAt ?? 0) - effects.clock.now())
  voice.success(
    report.kept
      ? `${report.label}: ${report.registry} is still good for ${left}`
      : `${report.label}: ${report.registry} (expires in ${left}${report.verified ? ', verified' : ''})`,
  )
  const where = place.type === 'printed' ? 'printed on standard output' : `written to ${placeWords(place)}`
  voice.detail(`  ${where}`)
}

/** A report for scripts; never the secret. */
export function reportAsJson({ registry, expiresAt, kept, verified, outcome }: RegistryReport): unknown {
  if (outcome instanceof Failure) {
    const { code, exitCode, what, why, next } = outcome
    return { registry, error: { code, exitCode, what, why, next } }
  }
  const { place, warnings } = outcome
  return {
    registry,
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
    writtenTo: place,
    kept,
    verified,
    ...(warnings.length === 0 ? {} : { warnings }),
  }
}
