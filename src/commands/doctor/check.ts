import type { Effects } from '../../effects/effects.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'

/** Headings of the report, in their order. */
export const groups = ['Docker', 'This machine', 'Configuration', 'AWS'] as const

/** One trap to look for. Checks run side by side; what several need to know is in the facts, found out once. */
export interface Check {
  /** The file it is in, and its anchor in `docs/doctor.md`. */
  readonly id: string
  readonly title: string
  readonly group: (typeof groups)[number]
  /** Calls somebody over the network, so that `--offline` leaves it out. */
  readonly callsOut?: true
  run(facts: Facts, effects: Effects): Promise<readonly Finding[]>
}
