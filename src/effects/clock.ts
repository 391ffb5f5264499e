/** Time. All instants are milliseconds since the Unix epoch. */
export interface Clock {
  now(): number
  /** Resolves after `ms` milliseconds. In the background it does not keep the program running. */
  sleep(ms: number, options?: { readonly background?: boolean }): Promise<void>
  /** The instant by which the whole command must have ended; `Infinity` when nobody set one. */
  readonly deadline: number
  /** Moves the deadline on by `ms`: time in which a person decided does not count. Absent where none was set. */
  extend?(ms: number): void
}
