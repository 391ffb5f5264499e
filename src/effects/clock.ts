/** Time. All instants are milliseconds since the Unix epoch. */
export interface Clock {
  now(): number
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>
  /** The instant by which the whole command must have ended; `Infinity` when nobody set one. */
  readonly deadline: number
  /** Moves the deadline on by `ms`: time in which a person decided does not count. Absent where none was set. */
  extend?(ms: number): void
}
