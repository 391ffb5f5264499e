import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../doubles/built.ts'
import { hasChromium, launchChromium } from '../doubles/chromium.ts'
import { corpRegistry } from '../doubles/corp-config.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import { type AtTerminal, atTerminal, hasPty } from '../doubles/pty.ts'

/** The built program on a terminal, a real browser, and the emulator: from `auth login` to the Docker configuration. */

const pictures = process.env.ATMOS_TEST_PICTURES

let browser: Browser
let context: BrowserContext
let page: Page
let home: string
let cloud: RunningEmulator
let running: AtTerminal[]

const opened = () => join(home, 'opened')
/** Those whose line is whole: the shell makes the file before it writes. */
const addresses = () => (existsSync(opened()) ? readFileSync(opened(), 'utf8').split('\n').slice(0, -1) : [])

describe.skipIf(!hasChromium || !hasPty)('a sign-in to IAM Identity Center in a real browser', () => {
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    running = []
    home = mkdtempSync(join(tmpdir(), 'sso-browser-'))
    cloud = await startEmulator()
    await visitAs({})
    writeFileSync(
      join(home, 'atmos.yaml'),
      `auth:
  keyring: { type: memory }
${corpRegistry}`,
    )
    // The desktop's opener: it notes the address, and the test goes there.
    mkdirSync(join(home, 'bin'))
    writeFileSync(join(home, 'bin/xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened()}'\n`)
    chmodSync(join(home, 'bin/xdg-open'), 0o755)
  })
  afterEach(async () => {
    for (const one of running) one.kill()
    await Promise.all(running.map(one => one.ended))
    await context.close()
    await cloud.close()
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  })

  async function visitAs(options: BrowserContextOptions): Promise<void> {
    await context?.close()
    context = await browser.newContext(options)
    page = await context.newPage()
  }

  function start(words: string, env: Readonly<Record<string, string>> = {}): AtTerminal {
    const one = atTerminal({
      line: [process.execPath, program, ...words.split(' ')],
      cwd: home,
      env: {
        PATH: `${home}/bin:/usr/bin:/bin`,
        HOME: home,
        AWS_ENDPOINT_URL: cloud.url,
        DISPLAY: ':99',
        ...env,
      },
    })
    running.push(one)
    return one
  }

  const until = (look: () => unknown) => expect.poll(look, { timeout: 20_000, interval: 30 }).toBeTruthy()

  async function picture(name: string): Promise<void> {
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, name) })
  }

  /** Waits for the mark on the page to be drawn, where it is drawn at all. */
  async function drawn(): Promise<void> {
    await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))')
  }

  const operations = () => cloud.emulator.requests.map(({ operation }) => operation)
  const dockerConfig = () => join(home, '.docker/config.json')

  it('goes by the page that opens, through PKCE, to ECR Public', async () => {
    const login = start('auth login')
    await until(() => addresses().length === 1)
    // Said once it is known whether the browser opened.
    await until(() => login.screen().includes('in your browser, because one can open here'))
    await page.goto(addresses()[0] ?? '')
    await picture('pkce-1-asked.png')
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByRole('heading', { name: 'Signed in' }).waitFor()
    expect(await login.ended, login.screen()).toBe(0)
    await drawn()
    await picture('pkce-2-signed-in.png')
    expect(new URL(page.url()).search).toBe('')
    expect(login.screen()).toMatch(/✓ ECR Public login: public\.ecr\.aws \(expires in 12h\)\n$/)
    expect(readFileSync(dockerConfig(), 'utf8')).toContain('public.ecr.aws')
    expect(statSync(dockerConfig()).mode & 0o777).toBe(0o600)
    cloud.emulator.forgetRequests()
    const again = start('auth login')
    expect(await again.ended).toBe(0)
    expect(operations().filter(name => name.startsWith('sso-oidc:'))).toEqual([])
    expect(addresses()).toHaveLength(1)
  })

  it('goes by a code over SSH, typed into the page by hand', async () => {
    const login = start('auth login', { SSH_CONNECTION: '192.0.2.9 1 192.0.2.8 22' })
    const shown = () => /Code: (\S+)\n/.exec(login.screen())?.[1]
    await until(shown)
    const code = shown() ?? ''
    expect(addresses()).toEqual([])
    await page.goto(`${cloud.url}/device`)
    await page.getByLabel('Code').fill(code.replace('-', '').toLowerCase())
    await picture('device-1-code.png')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText(`Your code is ${code}`).waitFor()
    await picture('device-2-asked.png')
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByRole('heading', { name: 'Request approved' }).waitFor()
    expect(await login.ended, login.screen()).toBe(0)
    expect(readFileSync(dockerConfig(), 'utf8')).toContain('public.ecr.aws')
  })

  it.each([
    ['auth login', 'pkce'],
    ['auth login --flow device', 'device'],
  ])('is refused by the person: %s ends with 4', async (words, flow) => {
    const login = start(words)
    await until(() => addresses().length === 1)
    await page.goto(addresses()[0] ?? '')
    await page.getByRole('button', { name: 'Deny access' }).click()
    await page.getByRole('heading', { name: flow === 'pkce' ? 'Not signed in' : 'Request denied' }).waitFor()
    await drawn()
    await picture(`${flow}-refused.png`)
    expect(await login.ended, login.screen()).toBe(4)
    expect(login.screen()).toContain('sign-in-denied')
    expect(existsSync(dockerConfig())).toBe(false)
  })

  it('serves three logins at once with one window', async () => {
    const logins = [start('auth login'), start('auth login'), start('auth login')]
    await until(
      () =>
        logins.filter(one => one.screen().includes('Waiting for another process to sign in to')).length === 2,
    )
    await until(() => addresses().length === 1)
    await page.goto(addresses()[0] ?? '')
    await page.getByRole('button', { name: 'Allow access' }).click()
    const codes = await Promise.all(logins.map(one => one.ended))
    expect(codes, logins.map(one => one.screen()).join('\n')).toEqual([0, 0, 0])
    expect(addresses()).toHaveLength(1)
    expect(operations().filter(name => name === 'sso-oidc:CreateToken')).toHaveLength(1)
  })

  it('ends with Ctrl-C and leaves no lock', async () => {
    const login = start('auth login')
    await until(() => addresses().length === 1)
    login.type('\u0003')
    expect(await login.ended).toBe(130)
    const next = start('auth login')
    await until(() => addresses().length === 2)
    await page.goto(addresses()[1] ?? '')
    await page.getByRole('button', { name: 'Allow access' }).click()
    expect(await next.ended, next.screen()).toBe(0)
  })

  it.each<[string, BrowserContextOptions]>([
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 320, height: 568 } }],
    ['still', { reducedMotion: 'reduce', forcedColors: 'active' }],
  ])('shows its page well where the browser is %s', async (name, options) => {
    await visitAs(options)
    const login = start('auth login')
    await until(() => addresses().length === 1)
    const complaints: string[] = []
    page.on('console', message => complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(addresses()[0] ?? '')
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByRole('heading', { name: 'Signed in' }).waitFor()
    expect(await login.ended, login.screen()).toBe(0)
    await drawn()
    await picture(`page-${name}.png`)
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
  })
})
