import type { Login } from '../auth/login.ts'
import type { Needs } from '../effects/effects.ts'
import type { Failure } from '../errors/failure.ts'
import type { DockerEffects, DockerPlace, DockerUndo } from './docker/outcome.ts'

/** Where a login went: somewhere a program finds it, or to standard output. */
type LoginPlace = DockerPlace | { readonly type: 'printed' }

export interface LoginReceipt {
  readonly registry: string
  readonly place: LoginPlace
  /** Sentences for a person. */
  readonly warnings: readonly string[]
  /** Absent for what cannot be taken back. */
  readonly undo?: DockerUndo
}

/** What became of one login. */
export type LoginOutcome = LoginReceipt | Failure

type SinkEffects = DockerEffects & Needs<'terminal'>

/** A place that logins are put into. */
export interface LoginSink {
  /** @returns one outcome per login, in the order given; one that fails does not hide the others */
  put(logins: readonly Login[], effects: SinkEffects): Promise<readonly LoginOutcome[]>
  /** The file whose readers are to find the logins; absent where logins leave and are not seen again. */
  path?(effects: SinkEffects): string
}
