import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeServer } from '../../src/effects/node/server.ts'
import type { Listening } from '../../src/effects/server.ts'
import { runBuilt, startBuilt } from '../doubles/built.ts'
import { chromiumFor, hasChromium, joinWindow } from '../doubles/chromium.ts'
import { type PretendAws, pretendAws } from '../doubles/saml-aws.ts'
import { type RunningIdp, samlResponseFor, startIdp } from '../doubles/saml-idp.ts'

const role = 'arn:aws:iam::123456789012:role/deploy'
const provider = 'arn:aws:iam::123456789012:saml-provider/corp'
const person = { roles: [`${role}-other,${provider}`, `${provider},${role}`], sessionDuration: '7200' }

let home: string
let idp: RunningIdp
let aws: PretendAws
let listening: Listening

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'saml-login-'))
  aws = pretendAws()
  ;[idp, listening] = await Promise.all([startIdp(person), nodeServer.listen(aws.handle, 0)])
  writeFileSync(
    join(home, 'atmos.yaml'),
    `auth:
  keyring: { type: memory }
  providers:
    corp:
      kind: aws/saml
      url: ${idp.url}
      region: us-east-1
      browser_executable_path: ${chromiumFor(home)}
  identities:
    deploy: { kind: aws/assume-role, default: true, via: { provider: corp }, principal: { assume_role: '${role}' } }
    here: { kind: aws/ambient }
    wrong: { kind: aws/assume-role, via: { provider: corp }, principal: { assume_role: '${role}-' } }
`,
  )
})
afterEach(async () => {
  // What a person would close themselves: the console's window.
  endProcessesOf(join(home, '.local/share/atmos/console'))
  await Promise.all([idp.close(), listening.close()])
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

/** A screen that is only said to be there: the browser has no window anyway. */
const outside = (more: Readonly<Record<string, string>> = {}) => ({
  HOME: home,
  AWS_ENDPOINT_URL: listening.url,
  DISPLAY: ':99',
  ...more,
})

const run = (
  line: string,
  more: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
) => runBuilt({ args: line.split(' '), cwd: home, ...more, env: outside(more.env) })

/** Without the lock that lies beside them. */
const foldersIn = (all: string) =>
  (existsSync(all) ? readdirSync(all) : []).filter(name => !name.startsWith('.'))

async function profileFolder(): Promise<string> {
  const all = join(home, '.local/state/atmos/saml')
  await expect.poll(() => foldersIn(all).length === 1, { timeout: 20_000 }).toBe(true)
  return join(all, foldersIn(all)[0] ?? '', 'browser')
}

async function inTheWindow(act: (page: Page) => Promise<void>): Promise<void> {
  await act(await joinWindow(await profileFolder(), idp.url))
}

const commandLines = (): string => execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })

const isRunning = (marker: string): boolean => commandLines().includes(marker)

function endProcessesOf(profile: string): void {
  for (const line of commandLines().split('\n')) {
    if (line.includes(`--user-data-dir=${profile}`) && !line.includes('--type='))
      process.kill(Number.parseInt(line, 10))
  }
}

describe.skipIf(!hasChromium)('atmos auth login through SAML', () => {
  it('goes all the way to the one role that was asked for', async () => {
    const clicking = inTheWindow(page => page.getByRole('button').click())
    const ended = await run('auth login deploy --force-tty')
    await clicking
    expect(ended).toMatchObject({ exitCode: 0 })
    expect(ended.stderr).toContain(
      'Authenticated as arn:aws:sts::123456789012:assumed-role/deploy/jane@example.com',
    )
    const [asked] = aws.asked
    expect(asked?.get('Action')).toBe('AssumeRoleWithSAML')
    expect(asked?.get('RoleArn')).toBe(role)
    expect(asked?.get('PrincipalArn')).toBe(provider)
    expect(asked?.get('DurationSeconds')).toBe('7200')
    const xml = Buffer.from(asked?.get('SAMLAssertion') ?? '', 'base64').toString('utf8')
    expect(xml).toContain('SignatureValue')
    expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/canary|SAMLResponse|PHNhbWxw/)
    expect(readFileSync(join(home, '.config/atmos/default/aws/corp/credentials'), 'utf8')).toContain(
      'ASIACANARY',
    )
    // What the browser started ends a moment after it.
    await expect.poll(() => isRunning(home), { timeout: 20_000 }).toBe(false)
  })

  it('leaves no browser behind when the person presses Ctrl-C', async () => {
    const args = ['auth', 'login', 'deploy', '--force-tty']
    const { child, ended } = startBuilt({ args, cwd: home, env: outside() })
    await inTheWindow(async () => {})
    child.kill('SIGINT')
    const { exitCode, signal } = await ended
    expect([130, 'SIGINT']).toContain(signal ?? exitCode)
    await expect.poll(() => isRunning(home), { timeout: 20_000 }).toBe(false)
    expect(aws.asked).toEqual([])
  })

  it('opens the console in a browser of its own, its address on no command line', async () => {
    const bin = join(home, 'bin')
    mkdirSync(bin)
    symlinkSync(chromiumFor(home), join(bin, 'google-chrome'))
    const env = {
      PATH: `${bin}:/usr/bin:/bin`,
      AWS_ACCESS_KEY_ID: 'ASIACANARY',
      AWS_SECRET_ACCESS_KEY: 'canary-secret',
      AWS_SESSION_TOKEN: 'canary-session',
    }
    const lines = new Set<string>()
    const watching = setInterval(() => lines.add(commandLines()), 20)
    const ended = await run('auth console here --isolated --destination ecr-public', { env })
    clearInterval(watching)
    lines.add(commandLines())
    expect(ended).toMatchObject({ exitCode: 0, stdout: '' })
    expect(ended.stderr).toContain(
      'Page      https://console.aws.amazon.com/ecr/public-registry/repositories',
    )
    await expect
      .poll(() => aws.asked.map(query => query.get('Action')), { timeout: 20_000 })
      .toEqual(['getSigninToken', 'login'])
    expect(aws.asked[1]?.get('SigninToken')).toBe('canary-signin-token')
    expect(aws.asked[1]?.get('Destination')).toContain('/ecr/public-registry/')
    const seen = [...lines].join('\n')
    expect(seen).toMatch(/atmos\/console\/sessions\/[0-9a-f]{16}/)
    expect(`${seen}${ended.stderr}`).not.toContain('canary')
  })
})

describe('a SAML response that is handed over', () => {
  it('comes from standard input, where there is neither a screen nor a terminal', async () => {
    const env = { DISPLAY: '' }
    const ended = await run('auth login deploy --saml-response-file -', {
      input: await samlResponseFor(person),
      env,
    })
    expect(ended).toMatchObject({ exitCode: 0 })
    expect(aws.asked[0]?.get('RoleArn')).toBe(role)
  })

  it('must offer the very role', async () => {
    const ended = await run('auth login wrong --saml-response-file -', {
      input: await samlResponseFor(person),
    })
    expect(ended).toMatchObject({ exitCode: 5 })
    expect(ended.stderr).toContain(`does not offer the role ${role}-`)
    expect(ended.stderr).toContain(`${role} (${provider})`)
    expect(aws.asked).toEqual([])
  })

  it('is named as the way out where nobody can sign in', async () => {
    const ended = await run('auth login deploy')
    expect(ended).toMatchObject({ exitCode: 4, stdout: '' })
    expect(ended.stderr).toContain('--saml-response-file FILE')
    expect(ended.stderr).toContain('code: login-required')
  })
})
