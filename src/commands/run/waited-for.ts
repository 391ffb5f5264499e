import type { Effects } from '../../effects/effects.ts'

/** Milliseconds that nobody calls waiting. */
const patience = 700

/** The same outside, showing on a terminal which service is being waited for when its answer takes a while. */
export function waitedFor(effects: Effects): Effects {
  const { http, terminal } = effects
  return {
    ...effects,
    http: {
      async send(request, timeoutMs) {
        const spinner = terminal.spin(`Waiting for ${new URL(request.url).host}`, patience)
        try {
          return await http.send(request, timeoutMs)
        } finally {
          spinner.stop()
        }
      },
    },
  }
}
