import type { AwsCredentials } from '../../src/auth/credentials.ts'
import { Secret } from '../../src/auth/secret.ts'
import type { Needs } from '../../src/effects/effects.ts'
import type { HttpRequest, HttpResponse } from '../../src/effects/http.ts'
import { fakeEnvironment } from './environment.ts'

export const noon = Date.UTC(2026, 10, 23, 12, 0, 0)

export const longLived: AwsCredentials = {
  type: 'aws',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'),
}

export const temporary: AwsCredentials = {
  ...longLived,
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionToken: new Secret('FwoGZXIvYXdzEXAMPLE//token=='),
}

/** What one attempt meets: an answer, an error with that code, or silence until the time is up. */
export type Reply = Partial<HttpResponse> | { readonly error: string } | 'silence'

export interface WireOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds from `noon`; endless when absent. */
  readonly deadline?: number
  /** Every random fraction. Default 0.5. */
  readonly fraction?: number
  /** Milliseconds that each answer takes. */
  readonly latency?: number
}

/** The outside of a client: replies in order (the last one stays), a clock that only waiting moves. */
export interface Wire extends Needs<'http' | 'clock' | 'env' | 'random'> {
  readonly sent: readonly HttpRequest[]
  readonly waits: readonly number[]
  /** Milliseconds since `noon`. */
  elapsed(): number
}

export function wire(replies: readonly Reply[], options: WireOptions = {}): Wire {
  let now = noon
  const sent: HttpRequest[] = []
  const waits: number[] = []
  return {
    sent,
    waits,
    elapsed: () => now - noon,
    env: fakeEnvironment(options.env),
    random: { bytes: count => new Uint8Array(count), fraction: () => options.fraction ?? 0.5 },
    clock: {
      now: () => now,
      deadline: options.deadline === undefined ? Number.POSITIVE_INFINITY : noon + options.deadline,
      async sleep(ms) {
        waits.push(ms)
        now += ms
      },
    },
    http: {
      async send(request, timeoutMs) {
        sent.push(request)
        const reply = replies[Math.min(sent.length, replies.length) - 1] ?? {}
        now += reply === 'silence' ? timeoutMs : (options.latency ?? 0)
        if (reply === 'silence') throw broken('ETIMEDOUT', `no complete answer within ${timeoutMs} ms`)
        if ('error' in reply) throw broken(reply.error, `connection: ${reply.error}`)
        return { status: 200, headers: {}, body: '', ...reply }
      },
    },
  }
}

function broken(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

/** A successful answer of ECR Public. */
export const publicToken: Reply = {
  body: JSON.stringify({
    authorizationData: {
      authorizationToken: Buffer.from('AWS:a-pass:word').toString('base64'),
      expiresAt: noon / 1000 + 43_200.5,
    },
  }),
}

/** An error in the JSON protocol. */
export function jsonError(code: string, message: string, status = 400): Reply {
  return { status, body: JSON.stringify({ __type: `com.amazonaws.spencer#${code}`, message }) }
}

/** An error in the query protocol. */
export function xmlError(code: string, message: string, status = 400): Reply {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
  return { status, headers: { 'content-type': 'text/xml' }, body }
}
