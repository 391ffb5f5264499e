/** Refusals every AWS service knows; each protocol has its own name and status for them. */
export type CommonReason =
  | 'missing-signature'
  | 'incomplete-signature'
  | 'unknown-key'
  | 'expired-key'
  | 'bad-signature'
  | 'denied'
  | 'throttled'
  | 'broken'
  | 'unknown-operation'
  | 'invalid'

/** A refusal only one service knows, by the name and status it uses on the wire. */
export interface OwnReason {
  readonly code: string
  readonly status: number
}

/** How a pretend service says no; its protocol turns it into an answer. */
export class Refusal extends Error {
  readonly reason: CommonReason | OwnReason

  constructor(reason: CommonReason | OwnReason, message: string) {
    super(message)
    this.name = 'Refusal'
    this.reason = reason
  }
}

/** Name and status of a refusal in a protocol whose common ones are in `table`. */
export function wireReason(refusal: Refusal, table: Readonly<Record<CommonReason, OwnReason>>): OwnReason {
  return typeof refusal.reason === 'string' ? table[refusal.reason] : refusal.reason
}
