import { createPublicKey, verify } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { nodeRandom } from '../../effects/node/random.ts'
import { createEmulator, type Emulator } from '../emulator.ts'
import { surroundings } from '../surroundings.ts'

const now = Date.parse('2026-05-04T10:00:00Z')
const clock = { now: () => now, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
const job = surroundings('http://127.0.0.1:4510')
const url = job.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''

let emulator: Emulator
beforeEach(() => {
  emulator = createEmulator(
    { github: { repository: 'acme/site', ref: 'refs/tags/v1' } },
    { clock, random: nodeRandom },
  )
})

const get = (address: string, token = job.ACTIONS_ID_TOKEN_REQUEST_TOKEN) =>
  emulator.handle({ method: 'GET', url: address, headers: { authorization: `bearer ${token}` } })

it('mints a token for the job that anybody can verify with the published key', async () => {
  const { value } = JSON.parse((await get(`${url}&audience=sts.amazonaws.com`)).body)
  const [head, claims, signature] = value.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  const keysUrl = 'https://token.actions.githubusercontent.com/.well-known/jwks'
  const [key] = JSON.parse((await get(keysUrl)).body).keys
  expect(read(head)).toEqual({ typ: 'JWT', alg: 'RS256', kid: key.kid })
  const publicKey = createPublicKey({ key, format: 'jwk' })
  const bytes = Buffer.from(signature, 'base64url')
  expect(verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, bytes)).toBe(true)
  expect(read(claims)).toMatchObject({
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:acme/site:ref:refs/tags/v1',
    aud: 'sts.amazonaws.com',
    iat: now / 1000,
    exp: now / 1000 + 300,
  })
})

it('names the owner of the repository when no audience is asked for', async () => {
  const { value } = JSON.parse((await get(url)).body)
  const claims = JSON.parse(Buffer.from(value.split('.')[1], 'base64url').toString())
  expect(claims.aud).toBe('https://github.com/acme')
})

it('gives a stranger nothing', async () => {
  expect(await get(url, 'guess')).toMatchObject({ status: 401, body: expect.not.stringContaining('value') })
})
