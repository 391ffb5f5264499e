import { beforeEach, describe, expect, it } from 'vitest'
import { emulatedHttp } from '../../test/doubles/emulator.ts'
import type { Http, HttpRequest } from '../effects/http.ts'
import { nodeRandom } from '../effects/node/random.ts'
import { createEmulator, type Emulator } from './emulator.ts'

let now = 0
const clock = {
  now: () => now,
  sleep: async (ms: number) => {
    now += ms
  },
  deadline: Number.POSITIVE_INFINITY,
}
let emulator: Emulator
let http: Http
beforeEach(() => {
  now = 0
  emulator = createEmulator({}, { clock, random: nodeRandom })
  http = emulatedHttp(emulator, { clock })
})

const token: HttpRequest = { method: 'GET', url: 'https://public.ecr.aws/token/', headers: {} }
const caller: HttpRequest = {
  method: 'POST',
  url: 'https://sts.us-east-1.amazonaws.com/',
  headers: {},
  body: 'Action=GetCallerIdentity&Version=2011-06-15',
}

describe('a fault', () => {
  it('hits the operation it is for, as often as it was told to', async () => {
    emulator.inject('server-error', { operation: 'sts:GetCallerIdentity', times: 2 })
    const statuses = []
    for (const request of [token, caller, caller, caller])
      statuses.push((await http.send(request, 100)).status)
    expect(statuses).toEqual([200, 500, 500, 403])
  })

  it('hits whatever comes next when no operation was named', async () => {
    emulator.inject('throttle')
    expect((await http.send(token, 100)).status).toBe(429)
    expect((await http.send(token, 100)).status).toBe(200)
  })

  it.each([
    ['throttle', '<Code>Throttling</Code>'],
    ['server-error', '<Code>InternalFailure</Code>'],
    ['html', '<html>'],
  ] as const)('%s looks as the service would show it', async (fault, words) => {
    emulator.inject(fault)
    expect((await http.send(caller, 100)).body).toContain(words)
  })

  it('empty and undecodable-token spoil the true answer', async () => {
    emulator.inject('empty')
    expect(await http.send(token, 100)).toMatchObject({ status: 200, body: '{}' })
    emulator.inject('undecodable-token')
    expect(JSON.parse((await http.send(token, 100)).body)).toMatchObject({ token: '*** not base64 ***' })
  })

  it('can be any answer at all', async () => {
    emulator.inject({ answer: { status: 418, headers: {}, body: 'short and stout' } })
    expect(await http.send(token, 100)).toMatchObject({ status: 418, body: 'short and stout' })
  })

  it('hang ends with the caller’s patience, reset at once', async () => {
    emulator.inject('hang')
    await expect(http.send(token, 700)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    expect(now).toBe(700)
    emulator.inject('reset')
    await expect(http.send(token, 700)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(emulator.requests.map(({ status }) => status)).toEqual([undefined, undefined])
  })
})

describe('the record', () => {
  it('says what was asked and how it went, until it is forgotten', async () => {
    await http.send(caller, 100)
    expect(emulator.requests).toEqual([{ ...caller, operation: 'sts:GetCallerIdentity', status: 403 }])
    emulator.forgetRequests()
    expect(emulator.requests).toEqual([])
  })

  it('has a line for requests that nobody serves', async () => {
    const lost: HttpRequest = { method: 'GET', url: 'http://127.0.0.1:4510/favicon.ico', headers: {} }
    expect(await http.send(lost, 100)).toMatchObject({ status: 404 })
    expect(emulator.requests).toMatchObject([{ operation: 'unknown', status: 404 }])
  })
})
