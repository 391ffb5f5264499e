import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SamlCredentials } from '../../src/auth/credentials.ts'
import type { Effects } from '../../src/effects/effects.ts'
import { nodeEffects } from '../../src/effects/node/effects.ts'
import { nodeServer } from '../../src/effects/node/server.ts'
import { awsSaml } from '../../src/kinds/providers/aws/saml.ts'
import { readAssertion } from '../../src/kinds/providers/aws/saml-assertion.ts'
import { chromiumFor, hasChromium, joinWindow, launchChromium } from '../doubles/chromium.ts'
import { type RunningIdp, samlResponseFor, startIdp } from '../doubles/saml-idp.ts'

const role = 'arn:aws:iam::123456789012:role/deploy'
const provider = 'arn:aws:iam::123456789012:saml-provider/example'
const pictures = process.env.ATMOS_TEST_PICTURES

const folder = mkdtempSync(join(tmpdir(), 'saml-'))
const browserProgram = chromiumFor(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let idp: RunningIdp
let state: string
let said: string

beforeEach(async () => {
  idp = await startIdp({ roles: [`${role},${provider}`], sessionDuration: '7200' })
  state = mkdtempSync(join(folder, 'state-'))
  said = ''
})
afterEach(() => idp.close())

/** The real outside, but for a terminal that keeps what is said and a screen that is said to be there. */
function effects(): Effects {
  const real = nodeEffects()
  return {
    ...real,
    env: { ...real.env, get: name => (name === 'XDG_STATE_HOME' ? state : real.env.get(name)) },
    browser: { ...real.browser, available: true },
    terminal: {
      ...real.terminal,
      isTerminal: { stdin: false, stdout: false, stderr: false },
      canSignIn: true,
      say: text => {
        said += text
      },
      spin: () => ({ update: () => undefined, stop: () => undefined }),
    },
  }
}

const signIn = () =>
  awsSaml.authenticate(
    {
      name: 'corp',
      base: undefined,
      spec: {
        url: idp.url,
        region: 'us-east-1',
        driver: 'Okta',
        browser_executable_path: browserProgram,
      },
    },
    effects(),
  ) as Promise<SamlCredentials>

/** Without the lock that lies beside them. */
const foldersIn = (all: string) =>
  (existsSync(all) ? readdirSync(all) : []).filter(name => !name.startsWith('.'))

const samlFolder = () => {
  const all = join(state, 'atmos/saml')
  return join(all, foldersIn(all)[0] ?? 'not-yet')
}

/** Does something in the window as soon as it shows the form. */
async function atTheForm(act: (page: Page) => Promise<void>): Promise<void> {
  await expect.poll(() => existsSync(join(samlFolder(), 'browser')), { timeout: 20_000 }).toBe(true)
  await act(await joinWindow(join(samlFolder(), 'browser'), idp.url))
}

describe.skipIf(!hasChromium)('a SAML sign-in in a real browser', () => {
  it('takes the response on its way to AWS, shows our page, and is remembered', async () => {
    const person = atTheForm(async page => {
      await page.getByRole('button').click()
      await page.getByText('You are signed in').waitFor()
      if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'saml-signed-in.png') })
      expect(await page.title()).toBe('Signed in')
    })
    const credentials = await signIn()
    await person
    const assertion = readAssertion(credentials.assertion.expose())
    expect(assertion).toMatchObject({
      roles: [{ roleArn: role, providerArn: provider }],
      sessionName: 'jane@example.com',
      sessionSeconds: 7200,
      recipient: 'https://signin.aws.amazon.com/saml',
    })
    expect(credentials.expiresAt).toBeGreaterThan(Date.now() + 4 * 60_000)
    expect(credentials.expiresAt).toBeLessThan(Date.now() + 6 * 60_000)
    expect(said).toContain('The browser stands in for driver Okta')
    expect(said).not.toContain('SAMLResponse')
    expect(statSync(samlFolder()).mode & 0o077).toBe(0)
    expect(readdirSync(samlFolder())).toEqual(['browser'])

    await signIn()
    expect(idp.signIns()).toBe(1)

    const spec = { url: idp.url, region: 'us-east-1' }
    expect(await awsSaml.signOut?.({ name: 'corp', base: undefined, spec }, effects())).toBe(true)
    expect(existsSync(samlFolder())).toBe(false)
    expect(await awsSaml.signOut?.({ name: 'corp', base: undefined, spec }, effects())).toBe(false)
  })

  it('serves two processes that want the same sign-in with one window', async () => {
    const person = atTheForm(page => page.getByRole('button').click())
    const [one, other] = await Promise.all([signIn(), signIn()])
    await person
    expect(one.assertion.expose()).toBe(other.assertion.expose())
    expect(idp.signIns()).toBe(1)
    expect(said).toContain('Waiting for another process to sign in to')
    expect(statSync(join(samlFolder(), 'response.json')).mode & 0o077).toBe(0)
  })

  it('is cancelled by closing the window', async () => {
    const person = atTheForm(page => page.close())
    const cancelled = expect(signIn()).rejects.toMatchObject({
      code: 'sign-in-denied',
      message: expect.stringContaining('its browser window was closed'),
    })
    await Promise.all([person, cancelled])
  })

  it('says so when the identity provider cannot be reached', async () => {
    await idp.close()
    await expect(signIn()).rejects.toMatchObject({
      code: 'service-unreachable',
      why: expect.stringMatching(/ERR_/),
    })
  })

  it('comes back to a page of this machine where the identity provider allows it, in any browser', async () => {
    const port = await freePort()
    const callback_url = `http://127.0.0.1:${port}/saml`
    await idp.close()
    idp = await startIdp({ roles: [`${role},${provider}`] }, { postUrl: callback_url })
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      const forged = new URLSearchParams({
        SAMLResponse: await samlResponseFor({ roles: [] }),
        RelayState: 'theirs',
      })
      const outside = {
        ...effects(),
        browser: { ...effects().browser, open: async () => true },
      }
      const spec = { url: idp.url, region: 'us-east-1', spec: { callback_url } }
      const signedIn = awsSaml.authenticate({ name: 'corp', base: undefined, spec }, outside)
      const address = () => /http:\/\/\S+\/app\?RelayState=\S+/.exec(said)?.[0]
      await expect.poll(address, { timeout: 20_000 }).toBeDefined()
      const answer = await fetch(callback_url, { method: 'POST', body: forged })
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('another sign-in')])
      expect((await fetch(callback_url)).status).toBe(405)
      await page.goto(address() ?? '')
      await page.getByRole('button').click()
      await page.getByText('You are signed in').waitFor()
      const { assertion } = (await signedIn) as SamlCredentials
      expect(readAssertion(assertion.expose()).roles).toEqual([{ roleArn: role, providerArn: provider }])
    } finally {
      await browser.close()
    }
  })
})

async function freePort(): Promise<number> {
  const { url, close } = await nodeServer.listen(async () => ({ status: 404, headers: {}, body: '' }), 0)
  await close()
  return Number(new URL(url).port)
}
