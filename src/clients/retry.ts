import type { Needs } from '../effects/effects.ts'

/** What an attempt came to: a result, or a reason to try once more. */
export type Outcome<T> = { readonly result: T } | Again<T>

/** `throttled`: the service asked for patience, so wait longer. */
export type ReasonToRetry = 'transient' | 'throttled'

interface Again<T> {
  readonly again: ReasonToRetry
  /** The service's own wish, milliseconds from now. */
  readonly waitMs?: number
  /** What this counts for when there is no further attempt; throws, or gives the result after all. */
  readonly giveUp: (tried: Tried) => T
}

/** How hard we tried. */
export interface Tried {
  readonly attempts: number
  readonly elapsedMs: number
}

export interface Patience {
  readonly maxAttempts: number
}

/** What to do where the time ran out; whoever calls the credential helper has no flag for it. */
export const moreTime = 'Try again, or give it more time: --timeout 60s, or export ATMOS_TIMEOUT=60s'

/** First ceilings of the random wait, doubled with every attempt. Source: the standard mode of the AWS SDKs. */
const ceilings = { transient: 100, throttled: 500 } as const
const longestWait = 20_000

/**
 * Repeats an attempt while it asks for that, attempts are left, and the next one can begin before the
 * command's deadline. Waits are random between nothing and a doubling ceiling ("full jitter").
 */
export async function withRetries<T>(
  attempt: () => Promise<Outcome<T>>,
  patience: Patience,
  { clock, random }: Needs<'clock' | 'random'>,
): Promise<T> {
  const start = clock.now()
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt()
    if ('result' in outcome) return outcome.result
    const tried = { attempts, elapsedMs: clock.now() - start }
    const ceiling = Math.min(longestWait, ceilings[outcome.again] * 2 ** (attempts - 1))
    const wait = outcome.waitMs ?? random.fraction() * ceiling
    if (attempts >= patience.maxAttempts || clock.now() + wait >= clock.deadline) return outcome.giveUp(tried)
    await clock.sleep(wait)
  }
}

/** `2 attempts in 1.2 s`, for the reason of a failure. */
export function triedWords({ attempts, elapsedMs }: Tried): string {
  return `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} in ${(elapsedMs / 1000).toFixed(1)} s`
}
