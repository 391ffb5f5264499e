import type { Voice } from '../../cli/voice.ts'
import type { Effects } from '../../effects/effects.ts'
import type { RunRequest } from '../../effects/processes.ts'
import { systemCode, wordsOf } from '../../errors/to-failure.ts'

/**
 * The same outside, telling with `--verbose` what is asked of services and programs, how that ended and how
 * long it took. Addresses are told without their queries, programs without their input: those may hold secrets.
 */
export function toldEffects(effects: Effects, voice: Voice): Effects {
  const { http, processes, clock } = effects
  const timed = async <T>(
    what: string,
    work: () => Promise<T>,
    outcome: (result: T) => string,
  ): Promise<T> => {
    const start = clock.now()
    const tell = (words: string) => voice.detail(`  ${what}: ${words} (${clock.now() - start} ms)`)
    try {
      const result = await work()
      tell(outcome(result))
      return result
    } catch (thrown) {
      tell(systemCode(thrown) ?? wordsOf(thrown))
      throw thrown
    }
  }
  return {
    ...effects,
    http: {
      send: (request, timeoutMs) =>
        timed(
          `${request.method} ${placeOf(request.url)}`,
          () => http.send(request, timeoutMs),
          ({ status }) => `${status}`,
        ),
    },
    processes: {
      ...processes,
      run: request =>
        timed(
          `runs ${spoken(request)}`,
          () => processes.run(request),
          ({ exitCode, timedOut }) => (timedOut ? 'no answer in time' : `exit ${exitCode ?? 'by a signal'}`),
        ),
    },
  }
}

/** A program by its name; what a credential program is asked to do is told too. */
function spoken({ command, args }: RunRequest): string {
  const [verb] = command.startsWith('docker-credential-') ? args : []
  return verb === undefined ? command : `${command} ${verb}`
}

function placeOf(address: string): string {
  const { origin, pathname } = new URL(address)
  return origin + pathname
}
