import type { ClientRequest } from 'node:http'
import { coded } from './system-code.ts'

/** Longest time `setTimeout` can hold; a longer limit is no limit. */
const longest = 2 ** 31 - 1

/** One limit over everything an exchange does, a proxy's tunnel included. */
export class Timer {
  readonly #handle: NodeJS.Timeout | undefined
  readonly #expired: Promise<never>

  constructor(timeoutMs: number) {
    const limit = Math.max(0, timeoutMs)
    let expire: (error: Error) => void = () => {}
    this.#expired = new Promise((_, reject) => {
      expire = reject
    })
    this.#expired.catch(() => {})
    if (limit > longest) return
    const words = `no complete answer within ${Math.round(limit)} ms`
    this.#handle = setTimeout(() => expire(coded('ETIMEDOUT', words)), limit)
  }

  /** The work's result, or the end of time, whichever comes first; without a result the connection is cut. */
  async watch<T>(outgoing: ClientRequest, work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.#expired])
    } catch (error) {
      outgoing.destroy()
      throw error
    }
  }

  stop(): void {
    clearTimeout(this.#handle)
  }
}
