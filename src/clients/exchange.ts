import type { Needs } from '../effects/effects.ts'
import type { HttpRequest, HttpResponse } from '../effects/http.ts'
import { Failure } from '../errors/failure.ts'
import { moreTime, type Outcome, type ReasonToRetry, type Tried, triedWords, withRetries } from './retry.ts'
import { retryAfterMs } from './retry-after.ts'

export interface Exchange {
  /** What is being done, for messages: `ecr-public:GetAuthorizationToken`. */
  readonly subject: string
  /** The request as of now; made anew for every attempt, because a signature ages. */
  readonly request: () => HttpRequest
  readonly maxAttempts: number
  /** Whether an answer is a reason to ask again. */
  readonly again: (response: HttpResponse) => ReasonToRetry | undefined
}

/** The reason that HTTP itself gives, for services that say no more about it. */
export function againByStatus({ status }: Pick<HttpResponse, 'status'>): ReasonToRetry | undefined {
  if (status === 429) return 'throttled'
  return status >= 500 ? 'transient' : undefined
}

export interface Answer {
  readonly response: HttpResponse
  /** How hard it was tried, in words. */
  readonly tried: string
}

/** One attempt may take this long, milliseconds, so that a connection that hangs leaves time for another one. */
export const attemptLimitMs = 10_000

/**
 * One request to a service, with retries, inside the command's deadline. Answers come back whatever their
 * status; connections that failed for good are thrown as a `Failure` that says how hard it was tried.
 */
export function exchange(asked: Exchange, effects: Needs<'http' | 'clock' | 'random'>): Promise<Answer> {
  const { clock } = effects
  const start = clock.now()
  let count = 0
  const attempt = async (): Promise<Outcome<Answer>> => {
    count += 1
    const request = asked.request()
    const limit = Math.min(attemptLimitMs, clock.deadline - clock.now())
    if (limit <= 0) throw outOfTime(asked.subject)
    const soFar = () => ({ attempts: count, elapsedMs: clock.now() - start })
    return effects.http.send(request, limit).then(
      response => judge(asked, response, { tried: soFar(), now: clock.now() }),
      async error => {
        const { connectionProblem } = await import('./connection-failure.ts')
        const problem = connectionProblem(error)
        const giveUp = (tried: Tried): never => {
          throw problem.toFailure({ subject: asked.subject, url: request.url, tried: triedWords(tried) })
        }
        return problem.transient ? { again: 'transient' as const, giveUp } : giveUp(soFar())
      },
    )
  }
  return withRetries(attempt, asked, effects)
}

function judge(asked: Exchange, response: HttpResponse, at: { tried: Tried; now: number }): Outcome<Answer> {
  const again = asked.again(response)
  if (again === undefined) return { result: { response, tried: triedWords(at.tried) } }
  const waitMs = retryAfterMs(response.headers['retry-after'], at.now)
  return {
    again,
    ...(waitMs === undefined ? {} : { waitMs }),
    giveUp: last => ({ response, tried: triedWords(last) }),
  }
}

function outOfTime(subject: string): Failure {
  return new Failure({
    code: 'timed-out',
    what: `No time was left for ${subject}`,
    why: 'the limit for the whole command has passed',
    next: moreTime,
  })
}
