import { describe, expect, it } from 'vitest'
import {
  jsonError,
  longLived,
  noon,
  publicToken,
  type Reply,
  type WireOptions,
  wire,
} from '../../test/doubles/wire.ts'
import type { Failure } from '../errors/failure.ts'
import { getPublicAuthorizationToken } from './aws/ecr-public.ts'

async function ask(replies: readonly Reply[], options: WireOptions = {}) {
  const effects = wire(replies, options)
  const outcome = await getPublicAuthorizationToken(longLived, effects).then(
    () => 'a token' as const,
    (failure: Failure) => failure,
  )
  return { outcome, effects, calls: effects.sent.length }
}

const throttled = jsonError('ThrottlingException', 'Rate exceeded')
const failed = jsonError('ServerException', 'Internal', 500)
const denied = jsonError('AccessDeniedException', 'no')
const reset: Reply = { error: 'ECONNRESET' }

describe('what is tried again', () => {
  const transient: readonly (readonly [string, Reply])[] = [
    ['throttling', throttled],
    ['429 without words', { status: 429 }],
    ['a server error', failed],
    ['a load balancer without words', { status: 503, body: '<html>busy</html>' }],
    ['a reset connection', reset],
    ['a refused connection', { error: 'ECONNREFUSED' }],
    ['a name that does not resolve right now', { error: 'EAI_AGAIN' }],
    ['a hang', 'silence'],
  ]
  it.each(transient)('%s', async (_, reply) => {
    expect(await ask([reply, reply, publicToken])).toMatchObject({ outcome: 'a token', calls: 3 })
  })

  const final: readonly (readonly [string, Reply])[] = [
    ['a denial', denied],
    ['an unknown key', jsonError('UnrecognizedClientException', 'no')],
    ['an untrusted certificate', { error: 'SELF_SIGNED_CERT_IN_CHAIN' }],
    ["a proxy's no", { error: 'ERR_PROXY_REFUSED' }],
    ['an unusable AWS_CA_BUNDLE', { error: 'ERR_CA_BUNDLE' }],
    ['a page of a captive portal', { body: '<html>' }],
    ['a redirection', { status: 302 }],
    ['garbage instead of a token', { body: '{}' }],
  ]
  it.each(final)('not %s', async (_, reply) => {
    expect(await ask([reply, publicToken])).toMatchObject({ calls: 1, outcome: { name: 'Failure' } })
  })

  it('signs every attempt anew', async () => {
    const { effects } = await ask([reset, publicToken], { latency: 61_000 })
    const dates = effects.sent.map(({ headers }) => headers['x-amz-date'])
    expect(new Set(dates).size).toBe(2)
  })
})

describe('how often', () => {
  it.each([
    [undefined, 3],
    ['1', 1],
    ['5', 5],
    ['0', 3],
    ['-1', 3],
    ['many', 3],
  ])('AWS_MAX_ATTEMPTS=%s means %i', async (value, expected) => {
    const env: Record<string, string> = value === undefined ? {} : { AWS_MAX_ATTEMPTS: value }
    const { calls, outcome } = await ask([reset], { env })
    expect(calls).toBe(expected)
    expect(outcome).toMatchObject({ code: 'service-unreachable' })
    expect((outcome as Failure).why).toContain(`${expected} attempt`)
  })

  it('waits longer after throttling, at random', async () => {
    const env = { AWS_MAX_ATTEMPTS: '4' }
    expect((await ask([reset], { env, fraction: 0.5 })).effects.waits).toEqual([50, 100, 200])
    expect((await ask([throttled], { env, fraction: 0.5 })).effects.waits).toEqual([250, 500, 1000])
    expect((await ask([throttled], { env, fraction: 0 })).effects.waits).toEqual([0, 0, 0])
  })

  it('never waits more than 20 seconds of its own accord', async () => {
    const { effects } = await ask([throttled], { env: { AWS_MAX_ATTEMPTS: '12' }, fraction: 0.999 })
    expect(Math.max(...effects.waits)).toBeLessThan(20_000)
  })

  it.each([
    ['7', 7000],
    [new Date(noon + 3000).toUTCString(), 3000],
  ])('does as Retry-After says: %s', async (value, expected) => {
    const reply = { ...(throttled as object), headers: { 'retry-after': value } }
    expect((await ask([reply, publicToken])).effects.waits).toEqual([expected])
  })
})

describe('inside the deadline', () => {
  it('gives each attempt at most ten seconds, and the last one what is left', async () => {
    const { outcome, effects, calls } = await ask(['silence'], { deadline: 15_000, fraction: 0 })
    expect(calls).toBe(2)
    expect(effects.elapsed()).toBe(15_000)
    expect(outcome).toMatchObject({ code: 'timed-out', exitCode: 6 })
    expect((outcome as Failure).why).toContain('2 attempts in 15.0 s')
  })

  it('does not begin a wait that ends after it', async () => {
    const reply = { ...(throttled as object), headers: { 'retry-after': '60' } }
    const { outcome, effects, calls } = await ask([reply], { deadline: 30_000, latency: 100 })
    expect(calls).toBe(1)
    expect(effects.elapsed()).toBe(100)
    expect(outcome).toMatchObject({ code: 'service-throttled' })
    expect((outcome as Failure).why).toContain('1 attempt in 0.1 s')
  })

  it('sends nothing when it has passed', async () => {
    const { outcome, calls } = await ask([publicToken], { deadline: 0 })
    expect(calls).toBe(0)
    expect(outcome).toMatchObject({ code: 'timed-out' })
  })
})
