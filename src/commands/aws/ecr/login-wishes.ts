import type { LoginSink } from '../../../sinks/login-sink.ts'

/** How to log in, wherever to. */
export interface LoginWishes {
  /** Where the logins go. */
  readonly sink: LoginSink
  /** 12-digit account that the credentials must belong to. */
  readonly expectedAccount: string | undefined
  /** Leaves logins alone that have more than half of their life left. */
  readonly ifNeeded: boolean
  /** Asks the registry whether it takes a login before it is written. */
  readonly verify: boolean
}
