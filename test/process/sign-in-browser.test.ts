import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SsoPortal } from '../../src/auth/credentials.ts'
import { nodeServer } from '../../src/effects/node/server.ts'
import type { Listening } from '../../src/effects/server.ts'
import { hasChromium, launchChromium } from '../doubles/chromium.ts'
import { type WatchedPortal, watchPortal } from '../doubles/watched-portal.ts'

const signer = join(import.meta.dirname, 'sign-in/signer.ts')
const pictures = process.env.ATMOS_TEST_PICTURES
const startUrl = 'https://corp.awsapps.com/start'

let browser: Browser
let page: Page
let home: string
let portal: WatchedPortal
let listening: Listening

describe.skipIf(!hasChromium)('a sign-in in a real browser', () => {
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'sign-in-'))
    portal = watchPortal({ startUrl })
    listening = await nodeServer.listen(portal.handle, 0)
    page = await browser.newPage()
  })
  afterEach(async () => {
    await page.close()
    await listening.close()
    rmSync(home, { recursive: true, force: true })
  })

  /** Starts the program. @returns the page it opened, and how it ends */
  async function begin() {
    const desktop = join(home, 'opened')
    const place: SsoPortal = {
      provider: 'sso',
      startUrl,
      region: 'eu-west-1',
      endpointUrl: listening.url,
    }
    const child = spawn(process.execPath, [signer, JSON.stringify(place)], {
      env: { PATH: process.env.PATH ?? '', HOME: home, DESKTOP: desktop, PERSON: 'yes' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => said.push(String(chunk)))
    const ended = new Promise<number | null>(resolve => child.on('close', resolve))
    await expect
      .poll(() => existsSync(desktop) && readFileSync(desktop, 'utf8'), { timeout: 20_000 })
      .toMatch(/./)
    return { address: readFileSync(desktop, 'utf8'), ended, said }
  }

  it('comes back to the program, which says so on a page and ends', async () => {
    const { address, ended, said } = await begin()
    await page.goto(address)
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByRole('heading', { name: 'Signed in' }).waitFor()
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'sign-in-success.png') })
    expect(await ended, said.join('')).toBe(0)
    expect(new URL(page.url()).search).toBe('')
    const [{ accessToken, refreshToken } = {}] = portal.given.tokens
    const secrets = [...portal.given.codes, accessToken, refreshToken]
    expect(secrets).toHaveLength(3)
    for (const secret of secrets) expect(said.join('')).not.toContain(secret)
    expect(portal.calls).toEqual([
      'RegisterClient',
      'AuthorizePage',
      'AuthorizePage',
      'CreateToken authorization_code',
    ])
  })

  it('tells a refusal on the page and with exit 4', async () => {
    const { address, ended, said } = await begin()
    await page.goto(address)
    await page.getByRole('button', { name: 'Deny access' }).click()
    await page.getByRole('heading', { name: 'Not signed in' }).waitFor()
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'sign-in-refused.png') })
    expect(await ended).toBe(4)
    expect(said.join('')).toContain('sign-in-denied')
  })

  it('is not ended by a page that guesses, nor by what browsers ask besides', async () => {
    const { address, ended } = await begin()
    const back = new URL(new URL(address).searchParams.get('redirect_uri') ?? '')
    const guess = await page.goto(`${back}?code=stolen&state=guessed`)
    expect(guess?.status()).toBe(400)
    await page.getByRole('heading', { name: 'Not the sign-in we wait for' }).waitFor()
    expect((await page.request.get(`${back.origin}/favicon.ico`)).status()).toBe(404)
    expect((await page.request.head(`${back}`)).status()).toBe(200)
    await page.goto(address)
    await page.getByRole('button', { name: 'Allow access' }).click()
    expect(await ended).toBe(0)
  })
})
