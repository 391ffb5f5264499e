export interface Choice {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

export interface Spinner {
  update(text: string): void
  stop(): void
}

/** The person, or the pipe, in front of us. Data goes to stdout, every word for people to stderr. */
export interface Terminal {
  /**
   * Writes data to standard output, exactly as given. A reader that has left is not an error.
   * @throws when it cannot be written: a full disk
   */
  data(text: string): void
  /** Writes text to standard error, exactly as given. */
  say(text: string): void
  readonly isTerminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean }
  /** Whether a question can be asked and answered here: a terminal to type at, no CI, not switched off. */
  readonly canAsk: boolean
  /** Whether a person can be told to sign in elsewhere (a code, a page): a terminal to read at, or `--force-tty`. */
  readonly canSignIn: boolean
  /** Columns of the terminal; 80 where there is none. */
  readonly columns: number
  /** All of standard input as text. */
  readInput(): Promise<string>
  /** Asks on stderr/stdin. @returns `undefined` when the person cancelled (Ctrl-C, Esc) */
  choose(question: string, choices: readonly Choice[]): Promise<string | undefined>
  ask(
    question: string,
    options?: { readonly hidden?: boolean; readonly initial?: string },
  ): Promise<string | undefined>
  confirm(question: string): Promise<boolean | undefined>
  /**
   * Shows what is being waited for, on a terminal only; elsewhere it prints nothing.
   * @param afterMs not before this time has passed
   */
  spin(text: string, afterMs?: number): Spinner
}
