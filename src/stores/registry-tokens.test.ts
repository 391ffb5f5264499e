import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../auth/secret.ts'
import { nodeFiles } from '../effects/node/files.ts'
import { decodeToken, encodeToken, type KeptToken } from './kept-token.ts'
import { registryTokens, type TokenWish } from './registry-tokens.ts'

const hour = 60 * 60_000
let home: string
let now: number

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'atmos-auth-tokens-'))
  now = 1_000_000_000_000
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function open(parts: { readonly home?: string | undefined } = { home }) {
  const clock = { now: () => now, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  const env = {
    get: () => undefined,
    all: () => ({}),
    platform: 'linux',
    cwd: '/',
    home: parts.home,
  } as const
  return registryTokens({ files: nodeFiles(), env, clock })
}

const folder = () => join(home, '.cache/atmos/registry-tokens')

function wish(fetch: TokenWish['fetch'], parts: Partial<TokenWish> = {}): TokenWish {
  return { name: 'abc.json', host: 'a.example', fetch, onOld: () => {}, ...parts }
}

function token(password: string) {
  return { username: 'AWS', password: new Secret(password), expiresAt: now + 12 * hour }
}

describe('obtaining a token', () => {
  it('is one fetch for fifty at once, and every one gets it', async () => {
    let calls = 0
    const fetch = async () => {
      calls += 1
      await new Promise(resolve => setTimeout(resolve, 50))
      return token(`token-${calls}`)
    }
    const all = await Promise.all(Array.from({ length: 50 }, () => open().obtain(wish(fetch))))
    expect(calls).toBe(1)
    expect(new Set(all.map(each => each.password.expose()))).toEqual(new Set(['token-1']))
    expect(readdirSync(folder())).toEqual(['abc.json'])
    expect(statSync(join(folder(), 'abc.json')).mode & 0o777).toBe(0o600)
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
  })

  it('lets nobody wait for a renewal while the old token is good', async () => {
    await open().obtain(wish(async () => token('old')))
    now += 7 * hour
    let finish = () => {}
    const slow = open().obtain(
      wish(
        () =>
          new Promise(resolve => {
            finish = () => resolve(token('new'))
          }),
      ),
    )
    await new Promise(resolve => setTimeout(resolve, 20))
    const other = await open().obtain(wish(async () => token('never')))
    expect(other.password.expose()).toBe('old')
    finish()
    expect((await slow).password.expose()).toBe('new')
  })

  it('is a fetch again after a file that was torn, emptied or written by somebody else', async () => {
    for (const content of ['', '{', '{"version":1', '{"version":2}', '[]', 'null', '\u0000\u0000']) {
      await open().obtain(wish(async () => token('x')))
      writeFileSync(join(folder(), 'abc.json'), content)
      const again = await open().obtain(wish(async () => token('again')))
      expect(again.password.expose()).toBe('again')
      open().forget()
    }
  })

  it('keeps nothing of a fetch that fails, and passes the reason on', async () => {
    const failing = async () => {
      throw new Error('no')
    }
    await expect(open().obtain(wish(failing))).rejects.toThrow('no')
    expect(readdirSync(folder())).toEqual([])
  })

  it('needs no folder: without a home every caller fetches', async () => {
    const homeless = open({ home: undefined })
    expect((await homeless.obtain(wish(async () => token('x')))).password.expose()).toBe('x')
    homeless.give('a.example', token('given'))
    expect(homeless.given('a.example', 'good')).toBeUndefined()
  })

  it('forgets by host, for every host that used a token', async () => {
    const tokens = open()
    await tokens.obtain(wish(async () => token('x')))
    await tokens.obtain(wish(async () => token('never'), { host: 'b.example' }))
    await tokens.obtain(wish(async () => token('y'), { name: 'def.json', host: 'c.example' }))
    tokens.forget('b.example')
    expect(readdirSync(folder())).toEqual(['def.json'])
  })

  it('sweeps out what has expired', async () => {
    const tokens = open()
    tokens.give('old.example', token('x'))
    now += 13 * hour
    await tokens.obtain(wish(async () => token('y')))
    expect(readdirSync(folder())).toEqual(['abc.json'])
    expect(readFileSync(join(folder(), 'abc.json'), 'utf8')).toContain('"y"')
  })
})

describe('a kept token', () => {
  const anyToken: fc.Arbitrary<KeptToken> = fc.record({
    username: fc.string(),
    password: fc.string({ minLength: 1 }).map(text => new Secret(text)),
    from: fc.integer(),
    expiresAt: fc.integer(),
    hosts: fc.array(fc.string()),
  })

  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyToken, kept => {
        const back = decodeToken(encodeToken(kept))
        expect(back).toEqual({ ...kept, password: expect.any(Secret) as Secret })
        expect(back?.password.expose()).toBe(kept.password.expose())
      }),
    )
  })

  it('is no token when any part of the file is missing', () => {
    fc.assert(
      fc.property(anyToken, fc.double({ min: 0, max: 0.99, noNaN: true }), (kept, share) => {
        const whole = encodeToken(kept).trimEnd()
        expect(decodeToken(whole.slice(0, Math.floor(whole.length * share)))).toBeUndefined()
      }),
    )
  })

  it('is no token for any other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(decodeToken(JSON.stringify(value))).toBeUndefined()
      }),
    )
  })
})
