import type { Context } from './context.ts'
import { withDeadline } from './deadline.ts'
import type { Check } from './doctor/check.ts'
import { checks } from './doctor/checks.ts'
import { gatherFacts } from './doctor/facts.ts'
import { readOnly, withoutNetwork } from './doctor/read-only.ts'
import { reportAsJson, sayReport } from './doctor/report.ts'
import { runChecks, worstCode } from './doctor/run-checks.ts'
import { withoutSecrets } from './doctor/without-secrets.ts'
import type { DoctorFlags } from './doctor.command.ts'

/** `atmos doctor`: every known trap, side by side, each with its cause and what mends it. */
export async function doctor(this: Context, flags: DoctorFlags): Promise<void> {
  const offline = flags.offline ?? false
  const reading = readOnly(withDeadline(this.effects, this.settings))
  const effects = offline ? withoutNetwork(reading) : reading
  const facts = await gatherFacts(this, { offline, effects })
  const spinner = this.effects.terminal.spin('Examining')
  const onEnd = (running: readonly Check[]) => spinner.update(waitingFor(running))
  const results = await runChecks({ checks, facts, onEnd }, effects).finally(() => spinner.stop())
  const report = { results, clean: withoutSecrets(await facts.docker(), effects) }
  if (flags.format === 'json') this.effects.terminal.data(`${reportAsJson(this, report)}\n`)
  else sayReport(this, report)
  const code = worstCode(results)
  if (code !== 0) this.exitWith(code)
}

function waitingFor(running: readonly Check[]): string {
  const [first, ...others] = running
  if (first === undefined) return 'Examining'
  return others.length === 0 ? first.title : `${first.title}, and ${others.length} more`
}
