import type { FailureCode } from '../../errors/codes.ts'
import type { Failure } from '../../errors/failure.ts'

/**
 * One thing a check has to say. `inferred`: put together from what can be seen, not proved. Only a `problem`
 * decides the exit code.
 */
export interface Finding {
  readonly status: 'ok' | 'inferred' | 'warning' | 'problem'
  /** A sentence without a full stop. */
  readonly text: string
  /** Why it is so, in the words of whoever refused where somebody did. */
  readonly cause?: string | undefined
  /** What mends it: a command to paste where there is one. */
  readonly mend?: string | undefined
  /** Of a problem. */
  readonly code?: FailureCode
}

type More = Pick<Finding, 'cause' | 'mend'>

export function ok(text: string, more: More = {}): Finding {
  return { status: 'ok', text, ...more }
}

export function inferred(text: string, more: More = {}): Finding {
  return { status: 'inferred', text, ...more }
}

export function warning(text: string, more: More): Finding {
  return { status: 'warning', text, ...more }
}

export function problem(text: string, more: More & { readonly code: FailureCode }): Finding {
  return { status: 'problem', text, ...more }
}

/** A failure of any command, as what it is for this machine. */
export function problemOf({ what, why, next, code }: Failure): Finding {
  return problem(what, { cause: why, mend: next, code })
}
