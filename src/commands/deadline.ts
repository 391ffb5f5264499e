import type { Settings } from '../cli/settings.ts'
import type { Effects } from '../effects/effects.ts'

const defaultTimeoutMs = 30_000

/** The same outside, with the instant by which the command must have ended. */
export function withDeadline(effects: Effects, settings: Pick<Settings, 'timeoutMs'>): Effects {
  const { clock } = effects
  let deadline = clock.now() + (settings.timeoutMs ?? defaultTimeoutMs)
  return {
    ...effects,
    clock: {
      now: () => clock.now(),
      sleep: (ms, options) => clock.sleep(ms, options),
      get deadline() {
        return deadline
      },
      extend: ms => {
        deadline += ms
      },
    },
  }
}
