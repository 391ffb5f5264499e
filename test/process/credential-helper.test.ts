import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runBuilt } from '../doubles/built.ts'
import { helperProgram, runHelper, startHelper } from '../doubles/built-helper.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import { exampleKeys } from '../doubles/world.ts'

const ohio = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const publicCall = 'ecr-public:GetAuthorizationToken'
const notFound = 'credentials not found in native keychain\n'

const config = `
auth:
  identities:
    dev:
      kind: aws/user
      credentials: { access_key_id: ${exampleKeys.AWS_ACCESS_KEY_ID}, secret_access_key: ${exampleKeys.AWS_SECRET_ACCESS_KEY}, region: us-east-1 }
  integrations:
    images: { kind: aws/ecr-public, via: { identity: dev } }
`

let home: string
let emulator: RunningEmulator
let env: Readonly<Record<string, string>>

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'atmos-auth-helper-'))
  emulator = await startEmulator()
  env = { HOME: home, AWS_ENDPOINT_URL: emulator.url }
  mkdirSync(join(home, 'project'))
  writeFileSync(join(home, 'project/atmos.yaml'), config)
  await runBuilt({ args: ['docker', 'configure'], env, cwd: join(home, 'project') })
  age()
})
afterEach(async () => {
  await emulator.close()
  rmSync(home, { recursive: true, force: true })
})

/** Lets what was written just now look as if it had been there for long. */
function age(): void {
  for (const path of ['project/atmos.yaml', 'project', '.local/state/atmos/docker-credential-atmos.json'])
    utimesSync(join(home, path), 1000, 1000)
}

const tokens = () => join(home, '.cache/atmos/registry-tokens')
const calls = () => emulator.emulator.requests.filter(({ operation }) => operation === publicCall).length
const get = (host = 'public.ecr.aws') => runHelper({ verb: 'get', input: host, env })

/** Puts every kept token beyond half of its life, or wherever it is told to. */
function passTime(ms: number): void {
  for (const name of readdirSync(tokens()).filter(each => /^[0-9a-f]{40}\.json$/.test(each))) {
    const token = JSON.parse(readFileSync(join(tokens(), name), 'utf8')) as {
      from: number
      expiresAt: number
    }
    writeFileSync(
      join(tokens(), name),
      JSON.stringify({ ...token, from: token.from - ms, expiresAt: token.expiresAt - ms }),
    )
  }
}

describe('fifty at once', () => {
  it('are one call, and one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => get()))
    expect(new Set(answers.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`))).toEqual(new Set(['0 ']))
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1)
    expect(calls()).toBe(1)
    expect(readdirSync(tokens()).sort()).toEqual([
      expect.stringMatching(/^[0-9a-f]{40}\.json$/),
      'index.json',
    ])

    passTime(7 * 60 * 60_000)
    const renewed = await Promise.all(Array.from({ length: 20 }, () => get()))
    expect(new Set(renewed.map(({ exitCode }) => exitCode))).toEqual(new Set([0]))
    expect(calls()).toBe(2)
  })
})

describe('a cached answer', () => {
  it('loads nothing but node:fs and node:path', async () => {
    await get()
    const spy = join(home, 'spy.cjs')
    const report = join(home, 'loaded.json')
    writeFileSync(
      spy,
      `const before = new Set(process.moduleLoadList)
process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(
  [...process.moduleLoadList.filter(name => !before.has(name)), ...Object.keys(require.cache)])))`,
    )
    const run = await runHelper({ verb: 'get', input: 'public.ecr.aws', env, node: ['--require', spy] })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    const loaded = (JSON.parse(readFileSync(report, 'utf8')) as string[]).filter(name => name !== spy)
    expect(loaded.filter(name => name.endsWith('.cjs'))).toEqual([helperProgram])
    expect(
      loaded.filter(name =>
        /NativeModule (net|http|https|crypto|os|child_process|tty|url|stream)/.test(name),
      ),
    ).toEqual([])
  })

  it('is given while nobody can reach AWS', async () => {
    const first = await get()
    await emulator.close()
    expect(await get('https://public.ecr.aws/')).toMatchObject({
      exitCode: 0,
      stdout: first.stdout.replace('public.ecr.aws', 'https://public.ecr.aws/'),
    })
    emulator = await startEmulator()
  })

  it('is not given after the configuration has changed', async () => {
    await get()
    await get()
    writeFileSync(join(home, 'project/atmos.yaml'), config.replace('aws/ecr-public', 'aws/ecr-nothing'))
    expect(await get()).toMatchObject({ exitCode: 1, stdout: notFound })
  })
})

describe('a killed renewal', () => {
  it.each([0, 40, 80, 120, 160, 200])(
    'after %i ms costs at most a call, and leaves nothing behind that the next renewal does not sweep',
    async ms => {
      const { child, ended } = startHelper({ verb: 'get', input: 'public.ecr.aws', env })
      await new Promise(resolve => setTimeout(resolve, ms))
      child.kill('SIGKILL')
      await ended
      const answer = await get()
      expect(answer).toMatchObject({ exitCode: 0, stderr: '' })
      expect(JSON.parse(answer.stdout)).toMatchObject({ ServerURL: 'public.ecr.aws', Username: 'AWS' })
      // Who is answered from the cache takes no lock and sweeps nothing, so a renewal is made necessary.
      await runHelper({ verb: 'erase', input: 'public.ecr.aws', env })
      await get()
      expect(readdirSync(tokens()).every(name => /^([0-9a-f]{40}|index)\.json$/.test(name))).toBe(true)
    },
  )

  it('in the middle of the call to AWS keeps the next one from nothing', async () => {
    emulator.emulator.inject('hang', { operation: publicCall })
    const { child, ended } = startHelper({ verb: 'get', input: 'public.ecr.aws', env })
    while (calls() === 0) await new Promise(resolve => setTimeout(resolve, 10))
    child.kill('SIGKILL')
    await ended
    const start = performance.now()
    expect(await get()).toMatchObject({ exitCode: 0, stderr: '' })
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('what lies around afterwards', () => {
  it('holds the token once, and no key, not even where a variable gave it', async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = exampleKeys
    const byVariable = config.replace(AWS_SECRET_ACCESS_KEY, '!env CANARY')
    writeFileSync(join(home, 'project/atmos.yaml'), byVariable)
    age()
    const canary = { ...env, CANARY: AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }
    const run = () => runHelper({ verb: 'get', input: 'public.ecr.aws', env: canary })
    const first = await run()
    expect(await run()).toEqual(first)
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).not.toContain(AWS_SECRET_ACCESS_KEY)
    const { Secret } = JSON.parse(first.stdout) as { Secret: string }
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
    const texts = files.map(each => readFileSync(join(each.parentPath, each.name), 'utf8'))
    expect(texts.filter(text => text.includes(Secret))).toHaveLength(1)
    expect(texts.filter(text => text.includes(AWS_SECRET_ACCESS_KEY))).toEqual([])
  })
})

describe('odd callers', () => {
  it('who leave before the answer do no harm', async () => {
    for (const verb of ['get', 'list', 'version']) {
      const { child, ended } = startHelper({ verb, input: 'public.ecr.aws', env })
      child.stdout.destroy()
      child.stderr.destroy()
      expect((await ended).exitCode, verb).toBe(0)
    }
  })

  it.each<[string, string, string | Uint8Array, number, RegExp]>([
    ['no input', 'get', '', 1, /^no credentials server URL\n$/],
    ['an empty line', 'get', '\n', 1, /^no credentials server URL\n$/],
    ['a host without a line break', 'get', 'ghcr.io', 1, /^credentials not found in native keychain\n$/],
    ['bytes that are no text', 'get', Uint8Array.of(0xff, 0xfe, 0, 0x80), 1, /^credentials not found/],
    ['a very long host', 'get', 'a'.repeat(900_000), 1, /^credentials not found/],
    ['more than any login', 'get', 'x'.repeat(3_000_000), 1, /^the input is too long\n$/],
    ['half a login', 'store', '{"ServerURL":"public', 1, /^no credentials server URL\n$/],
    ['a login without a user', 'store', '{"ServerURL":"public.ecr.aws","Secret":"x"}', 1, /^no credentials/],
    ['nothing to erase', 'erase', '', 1, /^no credentials server URL\n$/],
    ['an unknown host to erase', 'erase', 'ghcr.io', 0, /^$/],
    ['no such verb', 'gett', '', 1, /unknown action: gett/],
    ['a flag', '--help', '', 1, /^Usage: docker-credential-atmos <store\|get\|erase\|list\|version>\n$/],
    ['the version', 'version', '', 0, /^docker-credential-atmos \(atmos-auth\) v\d+\.\d+\.\d+\n$/],
    ['the list', 'list', 'unused', 0, /^\{"public\.ecr\.aws":"AWS"\}\n$/],
  ])('with %s are answered', async (_, verb, input, exitCode, stdout) => {
    expect(await runHelper({ verb, input, env })).toEqual({
      exitCode,
      signal: null,
      stdout: expect.stringMatching(stdout),
      stderr: '',
    })
  })

  it('take a login of 80 KB, which other helpers refuse', async () => {
    const login = JSON.stringify({ ServerURL: ohio, Username: 'AWS', Secret: 's'.repeat(80_000) })
    expect(await runHelper({ verb: 'store', input: login, env })).toMatchObject({ exitCode: 0, stdout: '' })
    expect(await get(ohio)).toMatchObject({ exitCode: 0, stdout: login })
  })

  it.each(['< /', '<&-'])('whose input cannot be read are told that there is none: get %s', redirection => {
    const script = `exec ${process.execPath} ${helperProgram} get ${redirection}`
    const run = spawnSync('sh', ['-c', script], { env: { PATH: '/usr/bin:/bin', ...env }, encoding: 'utf8' })
    expect(run).toMatchObject({ status: 1, stdout: 'no credentials server URL\n', stderr: '' })
  })

  it('without HOME, or in a folder that has gone, are answered', () => {
    const gone = mkdtempSync(join(tmpdir(), 'atmos-auth-gone-'))
    const script = `rmdir ${gone}; echo ghcr.io | ${process.execPath} ${helperProgram} get`
    const run = spawnSync('sh', ['-c', script], {
      cwd: gone,
      env: { PATH: '/usr/bin:/bin' },
      encoding: 'utf8',
    })
    expect(run).toMatchObject({ status: 1, stdout: notFound, stderr: '' })
  })
})
