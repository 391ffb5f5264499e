const shown = '***'

/**
 * A string that does not show itself: text, JSON and `util.inspect` give `***`. Made where the secret is
 * born, opened with `expose()` only where it leaves for the service or the sink it is meant for.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  expose(): string {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  /** What `util.inspect` and `console.log` call. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown
  }
}
