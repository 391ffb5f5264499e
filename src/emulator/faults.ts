import type { HttpResponse } from '../effects/http.ts'
import { Refusal } from './refusal.ts'

/**
 * Ways a service can fail its callers: too busy, broken inside, no answer ever, a connection that breaks, a
 * captive portal's page, an answer with nothing in it, a token that is not base64, or any given answer.
 */
export type Fault =
  | 'throttle'
  | 'server-error'
  | 'hang'
  | 'reset'
  | 'html'
  | 'empty'
  | 'undecodable-token'
  | { readonly answer: HttpResponse }

export interface FaultPlan {
  /** `ecr-public:GetAuthorizationToken`; without it the fault hits any request. */
  readonly operation?: string
  /** How many requests it hits. Default 1. */
  readonly times?: number
}

/** Faults waiting to happen. */
export interface Faults {
  add(fault: Fault, plan: FaultPlan): void
  /** The fault due for this operation, used up by asking. */
  next(operation: string): Fault | undefined
}

/** No faults yet. Those for one operation happen in the order in which they are added. */
export function createFaults(): Faults {
  const waiting: { fault: Fault; operation: string | undefined; left: number }[] = []
  return {
    add(fault, { operation, times = 1 }) {
      waiting.push({ fault, operation, left: times })
    },
    next(operation) {
      const due = waiting.find(
        plan => plan.left > 0 && (plan.operation === undefined || plan.operation === operation),
      )
      if (due === undefined) return undefined
      due.left -= 1
      return due.fault
    },
  }
}

/**
 * Fails as told, with the service's true answer at hand.
 * @throws Refusal; an `Error` with `code: 'ECONNRESET'`
 */
export function failWith(fault: Fault, trueAnswer: () => HttpResponse): HttpResponse | Promise<never> {
  if (typeof fault === 'object') return fault.answer
  switch (fault) {
    case 'throttle':
      throw new Refusal('throttled', 'Rate exceeded')
    case 'server-error':
      throw new Refusal('broken', 'An internal error occurred')
    case 'hang':
      return new Promise(() => {})
    case 'reset':
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Welcome, guest</html>' }
    case 'empty':
      return { ...trueAnswer(), body: '{}' }
    case 'undecodable-token':
      return withToken(trueAnswer(), '*** not base64 ***')
  }
}

function withToken(answer: HttpResponse, token: string): HttpResponse {
  const body = answer.body.replace(/("(?:authorizationToken|token|value)":)"[^"]*"/g, `$1"${token}"`)
  return { ...answer, body }
}
