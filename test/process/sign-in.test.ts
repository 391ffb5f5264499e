import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SsoPortal } from '../../src/auth/credentials.ts'
import { nodeServer } from '../../src/effects/node/server.ts'
import type { Listening } from '../../src/effects/server.ts'
import { startScript } from '../doubles/script.ts'
import { type ForeignSession, type WatchedPortal, watchPortal } from '../doubles/watched-portal.ts'

const signer = join(import.meta.dirname, 'sign-in/signer.ts')
const startUrl = 'https://corp.awsapps.com/start'

let home: string
let portal: WatchedPortal
let listening: Listening

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'sign-in-'))
  portal = watchPortal({ startUrl })
  listening = await nodeServer.listen(portal.handle, 0)
})
afterEach(async () => {
  await listening.close()
  rmSync(home, { recursive: true, force: true })
})

const cache = () => join(home, '.aws/sso/cache')
const names = () => readdirSync(cache()).sort()
const sessionFile = () => join(cache(), 'theirs.json')

/** Starts the program. `took`: milliseconds until it ended. */
function begin(env: Readonly<Record<string, string>> = {}) {
  const place: SsoPortal = { provider: 'sso', startUrl, region: 'eu-west-1', endpointUrl: listening.url }
  const began = performance.now()
  const { child, ended } = startScript(signer, {
    args: [JSON.stringify(place)],
    env: { PATH: process.env.PATH ?? '', HOME: home, ...env },
  })
  return { child, ended: ended.then(end => ({ ...end, took: performance.now() - began })) }
}

/** A session of another program that is over, with a refresh token that is good once. */
async function aSession(): Promise<ForeignSession> {
  mkdirSync(cache(), { recursive: true })
  const theirs = await portal.open()
  const session = {
    startUrl,
    region: 'eu-west-1',
    ...theirs,
    expiresAt: new Date(Date.now() - 1000).toISOString(),
    registrationExpiresAt: '2099-01-01T00:00:00Z',
  }
  writeFileSync(sessionFile(), JSON.stringify(session))
  return theirs
}

const fingerprint = (token: string) => createHash('sha256').update(token).digest('hex').slice(0, 8)
const inFile = () => JSON.parse(readFileSync(sessionFile(), 'utf8')) as Record<string, string>

describe('several programs at once', () => {
  it('refresh a session once, and all have the new one', async () => {
    await aSession()
    portal.before = () => new Promise(resolve => setTimeout(resolve, 200))
    const all = await Promise.all(Array.from({ length: 5 }, () => begin().ended))
    expect(portal.calls).toEqual(['CreateToken refresh_token'])
    const token = inFile().accessToken ?? ''
    expect(all.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 5 }, () => fingerprint(token)))
    expect(names()).toEqual(['theirs.json'])
  })

  it('let a person sign in once', async () => {
    portal.refuse(...Array<string>(3).fill('authorization_pending'))
    const all = await Promise.all(Array.from({ length: 3 }, () => begin({ PERSON: 'yes' }).ended))
    expect(portal.calls.filter(call => call === 'StartDeviceAuthorization')).toHaveLength(1)
    expect(all.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1)
    const told = all.map(({ stderr }) => stderr).join('')
    expect(told.match(/Code: [A-Z]{4}-[A-Z]{4}/g)).toHaveLength(1)
    expect(told.match(/Waiting for another process to sign in to/g)).toHaveLength(2)
  })
})

describe('a program that is killed in the middle of a refresh', () => {
  it('tears no session and blocks nobody, at any moment', async () => {
    const lost: number[] = []
    await aSession()
    const { took: usual } = await begin().ended
    for (let round = 0; round < 20; round++) {
      const theirs = await aSession()
      const moment = Math.random() * 40
      const victim = begin()
      portal.before = async () => {
        setTimeout(() => victim.child.kill('SIGKILL'), moment)
        await new Promise(resolve => setTimeout(resolve, Math.random() * 6))
      }
      await victim.ended
      await portal.idle()
      portal.before = undefined
      const kept = inFile()
      const whole = [theirs, ...portal.given.tokens].map(({ accessToken }) => accessToken)
      expect(whole, `killed after ${moment} ms`).toContain(kept.accessToken)
      // Spent at the service, and its successor died with the program: the one case that costs a sign-in.
      if (!portal.unspent.has(kept.refreshToken ?? '')) lost.push(round)
      const next = await begin().ended
      expect(next.exitCode, next.stderr).toBe(lost.includes(round) ? 4 : 0)
      // Who waits for a lock that is nobody's waits for five seconds.
      expect(next.took).toBeLessThan(usual + 4000)
      // Of a run that died after its last write only the locks are left, for the next one that takes them.
      expect(names().filter(name => !name.endsWith('.lock'))).toEqual(['theirs.json'])
    }
    await aSession()
    expect(await begin().ended).toMatchObject({ exitCode: 0 })
    expect(names()).toEqual(['theirs.json'])
    console.log(`20 kills, ${lost.length} of them between the service's answer and the file`)
  })

  it('while a person signs in, leaves the next one free to do so', async () => {
    portal.isConfirming = false
    const victim = begin({ PERSON: 'yes' })
    await expect.poll(() => portal.calls, { timeout: 20_000 }).toContain('CreateToken device_code')
    victim.child.kill('SIGKILL')
    await victim.ended
    portal.isConfirming = true
    expect(await begin({ PERSON: 'yes' }).ended).toMatchObject({ exitCode: 0 })
    expect(names().filter(name => name.startsWith('.'))).toEqual([])
  })
})

describe('a program that waits for a person', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with %s and leaves no lock', async signal => {
    portal.isConfirming = false
    const { child, ended } = begin({ PERSON: 'yes' })
    await expect.poll(() => portal.calls, { timeout: 20_000 }).toContain('CreateToken device_code')
    child.kill(signal)
    expect(await ended).toMatchObject({ signal })
    expect(names().filter(name => name.startsWith('.'))).toEqual([])
  })

  it('is not there without one: exit 4 at once, with the command to run', async () => {
    const ended = await begin().ended
    expect(ended.exitCode).toBe(4)
    expect(ended.took).toBeLessThan(10_000)
    expect(ended.stderr).toContain('atmos auth login --provider sso')
    expect(portal.calls).toEqual([])
  })
})
