import type { Clock } from '../clock.ts'

/** The system's clock. @param deadline see `Clock.deadline` */
export function nodeClock(deadline = Number.POSITIVE_INFINITY): Clock {
  return {
    now: () => Date.now(),
    sleep: (ms, options) =>
      new Promise(resolve => {
        const timer = setTimeout(resolve, ms)
        if (options?.background) timer.unref()
      }),
    deadline,
  }
}
