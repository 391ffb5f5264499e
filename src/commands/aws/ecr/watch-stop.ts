import type { Needs } from '../../../effects/effects.ts'

/** Waiting that ends when somebody asks the program to end. */
export interface Stop {
  isAsked(): boolean
  /** Waits until an instant, or until the program is asked to end. */
  until(instant: number): Promise<void>
  /** Waits for work; what is going on when the program is asked to end gets a moment to finish, else `undefined`. */
  orDone<T>(work: Promise<T>): Promise<T | undefined>
}

/** A machine that slept wakes up to at most this much of waiting, whatever its timers did meanwhile. */
const slice = 60_000

/** Milliseconds for finishing what has begun. */
const grace = 2_000

export function stopOf({ server, clock }: Needs<'server' | 'clock'>): Stop {
  let asked = false
  let wake: () => void = () => undefined
  void server.untilStopped().then(() => {
    asked = true
    wake()
  })
  return {
    isAsked: () => asked,
    async until(instant) {
      while (!asked && clock.now() < instant) {
        const ms = Math.min(slice, instant - clock.now())
        await new Promise<void>((resolve, reject) => {
          wake = resolve
          clock.sleep(ms).then(resolve, reject)
        })
      }
    },
    orDone: work =>
      new Promise((resolve, reject) => {
        const giveUp = () => void clock.sleep(grace).then(() => resolve(undefined))
        wake = giveUp
        if (asked) giveUp()
        work.then(resolve, reject)
      }),
  }
}
