import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HttpHandler } from '../../src/effects/http.ts'
import { nodeClock } from '../../src/effects/node/clock.ts'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { nodeServer } from '../../src/effects/node/server.ts'
import type { Listening } from '../../src/effects/server.ts'
import { createEmulator } from '../../src/emulator/emulator.ts'
import { startBuilt } from '../doubles/built.ts'
import { hasChromium, launchChromium } from '../doubles/chromium.ts'
import type { Running } from '../doubles/script.ts'
import { type WatchedSignIn, watchSignIn } from '../doubles/watched-sign-in.ts'

const pictures = process.env.ATMOS_TEST_PICTURES

let home: string
let service: WatchedSignIn
let listening: Listening
let browser: Browser | undefined
/** Milliseconds that a token takes. */
let slow: number

beforeAll(async () => {
  browser = hasChromium ? await launchChromium() : undefined
})
afterAll(() => browser?.close())

beforeEach(async () => {
  slow = 0
  home = mkdtempSync(join(tmpdir(), 'webflow-'))
  const effects = { clock: nodeClock(), random: nodeRandom }
  service = watchSignIn(createEmulator({ signInArn: 'arn:aws:iam::123456789012:user/jane' }, effects))
  listening = await nodeServer.listen(atAws, 0)
  writeFileSync(
    join(home, 'atmos.yaml'),
    `auth:
  keyring: { type: memory }
  identities:
    jane: { kind: aws/user, default: true, credentials: { webflow_enabled: true } }
`,
  )
})
afterEach(async () => {
  await listening.close()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

/** The services, with tokens that take their time. */
const atAws: HttpHandler = async request => {
  const answer = await service.handle(request)
  if (new URL(request.url).pathname === '/v1/token') await new Promise(resolve => setTimeout(resolve, slow))
  return answer
}

const start = (line: string): Running =>
  startBuilt({ args: line.split(' '), cwd: home, env: { HOME: home, AWS_ENDPOINT_URL: listening.url } })

/** The address that the program printed, once its line is whole. */
const addressIn = (said: string) => /(http:\S+\/v1\/authorize\S+)\n/.exec(said)?.[1]

/** Opens the address that the program printed, and agrees. */
async function agree({ said }: Running, picture?: string): Promise<void> {
  const address = () => addressIn(said())
  await expect.poll(address, { timeout: 20_000 }).toBeDefined()
  const page = await browser?.newPage()
  if (page === undefined) throw new Error('there is no browser')
  await page.goto(address() ?? '')
  await page.getByRole('button', { name: 'Allow access' }).click()
  await page.getByText('You are signed in').waitFor()
  if (pictures !== undefined && picture !== undefined)
    await page.screenshot({ path: join(pictures, picture) })
  await page.close()
}

const cacheFile = () => join(home, '.cache/atmos/aws-webflow/jane-default/refresh.json')
const kept = () => JSON.parse(readFileSync(cacheFile(), 'utf8')) as { refreshToken: string; dpopKey: string }

const signIn = 'auth login jane --flow pkce --force-tty'

/** Signs in where there is no session that still works. */
async function signedIn(): Promise<void> {
  const running = start(signIn)
  await Promise.race([running.ended, agree(running).catch(() => {})])
  expect(await running.ended).toMatchObject({ exitCode: 0 })
}

describe.skipIf(!hasChromium)('a sign-in as an IAM user in a real browser', () => {
  it('goes all the way to the keys, and is silent the next time', async () => {
    const running = start(signIn)
    await agree(running, 'webflow-signed-in.png')
    const ended = await running.ended
    expect(ended).toMatchObject({ exitCode: 0, stdout: '' })
    expect(service.secrets).toHaveLength(4)
    for (const secret of service.secrets) expect(ended.stderr).not.toContain(secret)
    expect(statSync(cacheFile()).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(home, '.config/atmos/default/aws/aws-user/credentials'), 'utf8')).toContain(
      service.tokens[0]?.accessToken.accessKeyId,
    )
    expect(await start('auth login jane').ended).toMatchObject({ exitCode: 0 })
    expect(service.calls).toEqual(['authorization_code', 'refresh_token'])
  })

  it('serves two processes at once, and both prolong it one after the other', async () => {
    const one = start(signIn)
    await expect.poll(() => addressIn(one.said()), { timeout: 20_000 }).toBeDefined()
    const other = start(signIn)
    await expect.poll(other.said, { timeout: 20_000 }).toContain('Waiting for another process to sign in to')
    await agree(one)
    expect(await Promise.all([one.ended, other.ended])).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }])
    expect(service.calls).toEqual(['authorization_code', 'refresh_token'])
    const crowd = Array.from({ length: 4 }, () => start('auth login jane').ended)
    for (const ended of await Promise.all(crowd)) expect(ended).toMatchObject({ exitCode: 0 })
    expect(service.calls.slice(2)).toEqual(Array.from({ length: 4 }, () => 'refresh_token'))
  })

  it('killed while it is prolonged leaves a whole file, and costs one new sign-in at most', async () => {
    for (const moment of [0, 60, 98, 101, 104, 110]) {
      await signedIn()
      const { dpopKey } = kept()
      const calls = service.calls.length
      slow = 100
      const running = start('auth login jane')
      await expect.poll(() => service.calls.length, { interval: 5, timeout: 20_000 }).toBe(calls + 1)
      await new Promise(resolve => setTimeout(resolve, moment))
      running.child.kill('SIGKILL')
      await running.ended
      slow = 0
      expect(kept()).toMatchObject({
        dpopKey,
        refreshToken: expect.toBeOneOf(service.tokens.map(({ refreshToken }) => refreshToken)),
      })
      const { exitCode, stderr } = await start('auth login jane').ended
      if (exitCode !== 0)
        expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: expect.stringContaining('--webflow') })
    }
  })
})

it('asks nobody where nobody is', async () => {
  const ended = await start('auth login jane').ended
  expect(ended).toMatchObject({ exitCode: 4, stdout: '' })
  expect(ended.stderr).toContain('atmos auth login jane --webflow')
  expect(service.calls).toEqual([])
})
