/** What the process was started with. Read-only: a child's environment is built, never borrowed. */
export interface Environment {
  /** A variable's value; `undefined` when unset. An empty string is returned as such. */
  get(name: string): string | undefined
  /** All variables, for handing on to a child process. */
  all(): Readonly<Record<string, string>>
  readonly platform: NodeJS.Platform
  /** Absolute path of the working directory. */
  readonly cwd: string
  /** Absolute path of the user's home folder; `undefined` when the system does not know one. */
  readonly home: string | undefined
  /** Number of the user the program acts as; absent where users have no number (Windows). */
  readonly uid?: number | undefined
  /** Absolute path of the Node program that runs this one; absent where it is not run by Node. */
  readonly node?: string | undefined
  /** Version of that Node, e.g. `24.2.0`. */
  readonly nodeVersion?: string | undefined
}
