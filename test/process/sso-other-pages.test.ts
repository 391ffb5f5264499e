import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../doubles/built.ts'
import { chromiumFor, hasChromium, joinWindow, launchChromium } from '../doubles/chromium.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import { type AtTerminal, atTerminal, hasPty } from '../doubles/pty.ts'

/** The other two sign-ins in a browser, by the emulator's own pages, to the Docker configuration. */

let home: string
let cloud: RunningEmulator
let login: AtTerminal | undefined

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'sso-pages-'))
  cloud = await startEmulator()
})
afterEach(async () => {
  login?.kill()
  await login?.ended
  await cloud.close()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

function start(yaml: string, words = 'auth login'): AtTerminal {
  writeFileSync(join(home, 'atmos.yaml'), `auth:\n  keyring: { type: memory }\n${yaml}`)
  login = atTerminal({
    line: [process.execPath, program, ...words.split(' ')],
    cwd: home,
    env: { PATH: '/usr/bin:/bin', HOME: home, AWS_ENDPOINT_URL: cloud.url, DISPLAY: ':99' },
  })
  return login
}

const registry = (identity: string) => `  integrations:
    public: { kind: aws/ecr-public, via: { identity: ${identity} } }
`

const dockerConfig = () => readFileSync(join(home, '.docker/config.json'), 'utf8')
const until = (look: () => unknown) => expect.poll(look, { timeout: 20_000, interval: 30 }).toBeTruthy()

describe.skipIf(!hasChromium || !hasPty)('a sign-in in a real browser, by pages of the emulator', () => {
  it('takes a SAML response out of the post to AWS, which STS then verifies', async () => {
    const running = start(`  providers:
    corp:
      kind: aws/saml
      url: ${cloud.url}/idp
      region: us-east-1
      browser_executable_path: ${chromiumFor(home)}
  identities:
    dev:
      kind: aws/assume-role
      default: true
      via: { provider: corp }
      principal: { assume_role: arn:aws:iam::123456789012:role/DevRole }
${registry('dev')}`)
    const profiles = join(home, '.local/state/atmos/saml')
    const names = () =>
      (existsSync(profiles) ? readdirSync(profiles) : []).filter(name => !name.startsWith('.'))
    await until(() => names().length === 1)
    const page = await joinWindow(join(profiles, names()[0] ?? '', 'browser'), `${cloud.url}/idp`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(await running.ended, running.screen()).toBe(0)
    expect(running.screen()).toContain('assumed-role/DevRole/jane@example.com')
    expect(dockerConfig()).toContain('public.ecr.aws')
    const operations = cloud.emulator.requests.map(({ operation }) => operation)
    expect(operations).toContain('sts:AssumeRoleWithSAML')
    expect(operations, 'the assertion goes to nobody else').not.toContain('signin:SamlPage')
  })

  it.each([
    ['auth login --flow pkce', false],
    ['auth login --flow device', true],
  ])('signs an IAM user in: %s', async (words, pasted) => {
    const running = start(
      `  identities:
    jane: { kind: aws/user, default: true, credentials: { webflow_enabled: true } }
${registry('jane')}`,
      words,
    )
    const address = () => /(http:\/\/127\S+\/v1\/authorize\S+)\n/.exec(running.screen())?.[1]
    await until(address)
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      await page.goto(address() ?? '')
      await page.getByRole('button', { name: 'Allow access' }).click()
      if (pasted) {
        await page.getByRole('heading', { name: 'Paste this into the program' }).waitFor()
        await expect.poll(() => running.screen(), { timeout: 20_000 }).toContain('Paste the code')
        running.type(`${await page.locator('p').first().textContent()}\r`)
      } else await page.getByRole('heading', { name: 'Signed in' }).waitFor()
      expect(await running.ended, running.screen()).toBe(0)
    } finally {
      await browser.close()
    }
    expect(dockerConfig()).toContain('public.ecr.aws')
  })
})
