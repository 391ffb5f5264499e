import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startBuilt } from '../doubles/built.ts'
import { corpIdentity } from '../doubles/corp-config.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'

/** The built program, many times and killed, on one session of the emulator's IAM Identity Center. */

let home: string
let cloud: RunningEmulator

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'sso-refresh-'))
  cloud = await startEmulator()
  writeFileSync(
    join(home, 'atmos.yaml'),
    `auth:
  keyring: { type: none }
${corpIdentity}`,
  )
})
afterEach(async () => {
  await cloud.close()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

const start = (words: string) =>
  startBuilt({ args: words.split(' '), cwd: home, env: { HOME: home, AWS_ENDPOINT_URL: cloud.url } })

async function signIn(): Promise<void> {
  const { ended } = start('auth login --provider corp --force-tty')
  await expect.poll(() => cloud.emulator.people.waitingCodes(), { timeout: 20_000 }).toHaveLength(1)
  cloud.emulator.people.approve(cloud.emulator.people.waitingCodes()[0] ?? '')
  expect(await ended).toMatchObject({ exitCode: 0 })
  cloud.emulator.forgetRequests()
}

const cache = () => join(home, '.aws/sso/cache')

/** The session file, whole. A killed program's lock lies beside it until the next one sweeps it away. */
function session() {
  const names = readdirSync(cache()).filter(name => !name.startsWith('.'))
  const files = names.map(name => join(cache(), name))
  const found = files.filter(path => 'accessToken' in JSON.parse(readFileSync(path, 'utf8')))
  expect(found).toHaveLength(1)
  const [path = ''] = found
  return { path, content: JSON.parse(readFileSync(path, 'utf8')) as Record<string, string> }
}

function expire(): void {
  const { path, content } = session()
  writeFileSync(path, JSON.stringify({ ...content, expiresAt: '2020-01-01T00:00:00Z' }))
}

const refreshes = () =>
  cloud.emulator.requests.filter(({ operation }) => operation === 'sso-oidc:CreateToken').length

describe('a session whose hour is over', () => {
  it('is refreshed once by six programs at once', async () => {
    await signIn()
    expire()
    const all = await Promise.all(Array.from({ length: 6 }, () => start('auth login').ended))
    expect(
      all.map(({ exitCode }) => exitCode),
      all.map(({ stderr }) => stderr).join('\n'),
    ).toEqual([0, 0, 0, 0, 0, 0])
    expect(refreshes()).toBe(1)
    expect(readdirSync(cache())).toHaveLength(2)
  })

  it('survives a program that is killed while it waits for the refresh', async () => {
    await signIn()
    expire()
    const { content } = session()
    cloud.emulator.inject('hang', { operation: 'sso-oidc:CreateToken' })
    const { child, ended } = start('auth login')
    await expect.poll(refreshes, { timeout: 20_000, interval: 5 }).toBe(1)
    child.kill('SIGKILL')
    await ended
    expect(session().content).toEqual(content)
    expect(await start('auth login').ended).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('Authenticated'),
    })
    expect(readdirSync(cache())).toHaveLength(2)
  })

  it('is whole, or costs one sign-in, whenever a program is killed', async () => {
    await signIn()
    for (const moment of [0, 1, 2, 3, 5, 8, 13, 21]) {
      expire()
      cloud.emulator.forgetRequests()
      const { child, ended } = start('auth login')
      await expect.poll(refreshes, { timeout: 20_000, interval: 1 }).toBe(1)
      await new Promise(resolve => setTimeout(resolve, moment))
      child.kill('SIGKILL')
      await ended
      session()
      const next = await start('auth login').ended
      expect([0, 4], next.stderr).toContain(next.exitCode)
      if (next.exitCode === 4) await signIn()
    }
    expire()
    expect(await start('auth login').ended).toMatchObject({ exitCode: 0 })
    expect(readdirSync(cache()), 'whoever works there next sweeps').toHaveLength(2)
  })

  it('that was revoked at the service ends with exit 4 where nobody is', async () => {
    await signIn()
    cloud.emulator.people.revokeSessions()
    const { exitCode, stderr } = await start('auth login').ended
    expect(exitCode, stderr).toBe(4)
    expect(stderr).toContain('atmos auth login --provider corp')
    expect(cloud.emulator.people.waitingCodes()).toEqual([])
  })
})
