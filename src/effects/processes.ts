export interface RunRequest {
  /** Program name (looked up on PATH) or absolute path; never a shell line. */
  readonly command: string
  readonly args: readonly string[]
  /** Text for standard input; without it standard input is closed. */
  readonly input?: string
  /** The whole environment of the child; without it the child gets ours. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Milliseconds after which the child and its group are killed. */
  readonly timeoutMs: number
}

export interface RunResult {
  /** `undefined` when a signal ended it. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
}

export interface AttachRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface TalkRequest {
  readonly command: string
  readonly args: readonly string[]
}

/** A program that is talked with while it runs, in messages that end with a zero byte. */
export interface Talk {
  /** Sends one message; silent when the program has ended. */
  send(message: string): void
  /** The next message; `undefined` once the program has ended or stopped talking. */
  receive(): Promise<string | undefined>
  /** The end of what the program said on standard error, for explaining why it ended. */
  lastWords(): string
  /** Waits up to `graceMs` for the program to end by itself, then kills it and its group. */
  end(graceMs: number): Promise<void>
}

export interface Processes {
  /**
   * Runs a program to its end and collects what it said.
   * @throws an `Error` with `code: 'ENOENT'` when there is no such program
   */
  run(request: RunRequest): Promise<RunResult>
  /**
   * Runs a program on our own terminal, passing signals on.
   * @returns its exit code, `128 + n` after signal n
   * @throws an `Error` with `code: 'ENOENT'` when there is no such program
   */
  attach(request: AttachRequest): Promise<number>
  /**
   * Starts a program that listens on its descriptor 3 and answers on its descriptor 4, as browsers do for
   * `--remote-debugging-pipe`. It does not outlive us.
   * @throws an `Error` with `code: 'ENOENT'` when there is none
   */
  talk(request: TalkRequest): Promise<Talk>
  /** Absolute path of a program on PATH; `undefined` when there is none. */
  find(program: string): string | undefined
}
