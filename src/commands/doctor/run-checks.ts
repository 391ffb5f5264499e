import type { Effects } from '../../effects/effects.ts'
import { exitCodes } from '../../errors/codes.ts'
import { toFailure } from '../../errors/to-failure.ts'
import type { Check } from './check.ts'
import type { Facts } from './facts.ts'
import { type Finding, problemOf } from './finding.ts'

export interface CheckResult {
  readonly check: Check
  /** Empty where the check has nothing to say, or was left out. */
  readonly findings: readonly Finding[]
  readonly skipped: boolean
}

interface Run {
  readonly checks: readonly Check[]
  readonly facts: Facts
  /** Told of the checks that are still running, whenever one has ended. */
  readonly onEnd: (running: readonly Check[]) => void
}

/** All checks side by side; whatever waits in them ends at the deadline. In the order of the list. */
export async function runChecks(
  { checks, facts, onEnd }: Run,
  effects: Effects,
): Promise<readonly CheckResult[]> {
  const running = new Set(checks)
  return await Promise.all(
    checks.map(async (check): Promise<CheckResult> => {
      const skipped = facts.offline && check.callsOut === true
      const findings = skipped ? [] : await findingsOf(check, facts, effects)
      running.delete(check)
      onEnd([...running])
      return { check, findings, skipped }
    }),
  )
}

async function findingsOf(check: Check, facts: Facts, effects: Effects): Promise<readonly Finding[]> {
  try {
    return await check.run(facts, effects)
  } catch (thrown) {
    return [problemOf(toFailure(thrown))]
  }
}

/** 0 without a problem, else the highest exit code among them. */
export function worstCode(results: readonly CheckResult[]): number {
  const codes = results.flatMap(({ findings }) =>
    findings.flatMap(({ status, code }) => (status === 'problem' && code ? [exitCodes[code]] : [])),
  )
  return Math.max(0, ...codes)
}
