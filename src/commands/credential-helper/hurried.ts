import type { Effects } from '../../effects/effects.ts'
import { withDeadline } from '../deadline.ts'

/** The same outside with a nearer deadline, where a limit is given. */
export function hurried(effects: Effects, limitMs: number | undefined): Effects {
  if (limitMs === undefined) return effects
  const { clock } = effects
  return withDeadline(effects, { timeoutMs: Math.min(limitMs, clock.deadline - clock.now()) })
}
