import type { Clock } from '../clock.ts'

/** The system's clock. @param deadline see `Clock.deadline` */
export function nodeClock(deadline = Number.POSITIVE_INFINITY): Clock {
  return {
    now: () => Date.now(),
    sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
    deadline,
  }
}
