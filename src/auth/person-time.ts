import type { Needs } from '../effects/effects.ts'

/**
 * Runs work in which a person decides (a sign-in, a prompt): however long it takes, the command's deadline moves
 * on by as much, so that what comes after still has its time.
 */
export async function whileAPersonDecides<T>(work: () => Promise<T>, { clock }: Needs<'clock'>): Promise<T> {
  const start = clock.now()
  try {
    return await work()
  } finally {
    clock.extend?.(Math.max(0, clock.now() - start))
  }
}

/** The same outside, with `ms` from now for whatever is done next, instead of the command's deadline. */
export function withOwnTime<E extends Needs<'clock'>>(effects: E, ms: number): E {
  const { clock } = effects
  const deadline = clock.now() + ms
  return {
    ...effects,
    clock: { now: () => clock.now(), sleep: (wait, how) => clock.sleep(wait, how), deadline },
  }
}
