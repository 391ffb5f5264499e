import { exitCodes, type FailureCode } from './codes.ts'

export interface FailureParts {
  readonly code: FailureCode
  /** What could not be done: a sentence without a full stop, e.g. `Could not log in to public.ecr.aws`. */
  readonly what: string
  /** Why, in the words of whoever refused: the service, the system, the parser. */
  readonly why?: string
  /** What to do next; a command to paste where there is one. */
  readonly next?: string
  readonly cause?: unknown
  /** Facts for `--format json`. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** The one way this program fails on purpose. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly what: string
  readonly why: string | undefined
  readonly next: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(parts: FailureParts) {
    super(parts.why === undefined ? parts.what : `${parts.what}: ${parts.why}`, { cause: parts.cause })
    this.name = 'Failure'
    this.code = parts.code
    this.what = parts.what
    this.why = parts.why
    this.next = parts.next
    this.details = parts.details ?? {}
  }

  get exitCode(): number {
    return exitCodes[this.code]
  }

  /** The same failure seen from further out: what the caller could not do, with this one's reason kept. */
  during(what: string): Failure {
    const { code, next, details } = this
    return new Failure({
      code,
      what,
      why: this.message,
      ...(next === undefined ? {} : { next }),
      details,
      cause: this,
    })
  }
}
