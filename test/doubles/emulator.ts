import type { Needs } from '../../src/effects/effects.ts'
import type { Http } from '../../src/effects/http.ts'
import { nodeClock } from '../../src/effects/node/clock.ts'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { nodeServer } from '../../src/effects/node/server.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import type { EmulatorOptions } from '../../src/emulator/options.ts'

export interface RunningEmulator {
  readonly emulator: Emulator
  /** Base URL on the loopback interface, for `AWS_ENDPOINT_URL`. */
  readonly url: string
  close(): Promise<void>
}

/** An emulator on a free loopback port, by the real clock. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const emulator = createEmulator(options, { clock: nodeClock(), random: nodeRandom })
  const { url, close } = await nodeServer.listen(emulator.handle, 0)
  return { emulator, url, close }
}

/**
 * The emulator as the `http` effect, without a network. An injected hang becomes the timeout it would be,
 * by the given clock.
 */
export function emulatedHttp({ handle }: Emulator, { clock }: Needs<'clock'>): Http {
  return {
    async send(request, timeoutMs) {
      const late = Symbol('late')
      const answer = handle(request)
      const settled = new Promise<typeof late>(resolve => setImmediate(resolve, late))
      const first = await Promise.race([answer, settled])
      if (first !== late) return first
      await clock.sleep(timeoutMs)
      throw Object.assign(new Error(`No answer in ${timeoutMs} ms`), { code: 'ETIMEDOUT' })
    },
  }
}
