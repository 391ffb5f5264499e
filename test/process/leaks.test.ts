import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../src/emulator/faults.ts'
import { runBuilt } from '../doubles/built.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import type { Ended } from '../doubles/script.ts'

/** Words that must be found nowhere but where a sink put them. */
const canary = {
  secretKey: 'CANARYsecretKEY/abcdefghijklmnopqrstuv42',
  sessionToken: 'CANARYsessionTOKEN//////////abcdefghijklm',
  proxyPassword: 'CANARYproxyPASSWORD',
}

let folder: string
let emulator: RunningEmulator
let env: Record<string, string>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atmos-auth-leaks-'))
  const accessKeyId = 'ASIACANARY0000000001'
  emulator = await startEmulator({
    principals: [
      {
        arn: 'arn:aws:iam::123456789012:user/canary',
        accessKeyId,
        secretAccessKey: canary.secretKey,
        sessionToken: canary.sessionToken,
      },
    ],
  })
  env = {
    HOME: folder,
    AWS_ENDPOINT_URL: emulator.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: canary.secretKey,
    AWS_SESSION_TOKEN: canary.sessionToken,
  }
})
afterEach(async () => {
  await emulator.close()
  rmSync(folder, { recursive: true, force: true })
})

const login = (args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) =>
  runBuilt({ args: ['aws', 'ecr', 'login', '--public', '--verbose', ...args], env: { ...env, ...more } })

function expectSilent(run: Ended, extra: readonly string[] = []): void {
  const heard = `${run.stdout}\n${run.stderr}`
  for (const word of [...Object.values(canary), ...extra]) expect(heard).not.toContain(word)
}

/** The password Docker would send, if any was written. */
function writtenPassword(): string | undefined {
  try {
    const { auths } = JSON.parse(readFileSync(join(folder, '.docker/config.json'), 'utf8'))
    return Buffer.from(auths['public.ecr.aws'].auth, 'base64').toString().slice('AWS:'.length)
  } catch {
    return undefined
  }
}

describe('secrets', () => {
  it.each([[[]], [['--format', 'json']]])('are not shown by a login %j', async args => {
    const run = await login(args)
    const password = writtenPassword()
    expect(run.exitCode).toBe(0)
    expect(password?.length).toBeGreaterThan(20)
    expectSilent(run, [password ?? ''])
  })

  it('are in no file but the one they were meant for, and that one is private', async () => {
    await login()
    const password = writtenPassword() ?? ''
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name)
      if (!statSync(path).isFile()) continue
      const text = readFileSync(path, 'utf8')
      for (const word of Object.values(canary)) expect(text, name).not.toContain(word)
      expect(text, name).not.toContain(password)
      if (name === '.docker/config.json') expect(statSync(path).mode & 0o777).toBe(0o600)
      else expect(text, name).not.toContain(Buffer.from(`AWS:${password}`).toString('base64'))
    }
  })

  it.each<Fault>(['throttle', 'server-error', 'html', 'empty', 'undecodable-token', 'reset'])(
    'are not shown when the service fails with %s',
    async fault => {
      emulator.emulator.inject(fault, { times: 9 })
      const run = await login(['--timeout', '5s'])
      expect(run.exitCode).toBe(6)
      expectSilent(run)
    },
  )

  it('are not shown when AWS refuses them', async () => {
    const run = await login([], { AWS_SECRET_ACCESS_KEY: `${canary.secretKey}x` })
    expect(run.exitCode).toBe(5)
    expectSilent(run)
  })

  it('are not shown when a proxy fails', async () => {
    const run = await login(['--timeout', '5s'], {
      HTTP_PROXY: `http://me:${canary.proxyPassword}@127.0.0.1:9`,
      NO_PROXY: '',
    })
    expect(run.exitCode).toBe(6)
    expectSilent(run)
  })

  it('of others in config.json are not shown when that file is refused', async () => {
    mkdirSync(join(folder, '.docker'))
    writeFileSync(join(folder, '.docker/config.json'), `{"auths":{"x":{"auth":"${canary.proxyPassword}`)
    const run = await login()
    expect(run.exitCode).toBe(7)
    expectSilent(run)
  })

  it('reach a credential store on its standard input only', async () => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    mkdirSync(join(folder, '.docker'))
    writeFileSync(join(folder, '.docker/config.json'), '{"credsStore":"watch"}')
    writeFileSync(
      join(bin, 'docker-credential-watch'),
      `#!/bin/sh
tr '\\0' ' ' < /proc/$$/cmdline >> "${folder}/argv"
env >> "${folder}/argv"
case "$1" in
  store) cat > "${folder}/kept" ;;
  get) cat "${folder}/kept" ;;
esac
`,
      { mode: 0o755 },
    )
    const run = await login([], { PATH: `${bin}:/usr/bin:/bin` })
    expect(run).toMatchObject({ exitCode: 0 })
    const password = JSON.parse(readFileSync(join(folder, 'kept'), 'utf8')).Secret as string
    const seen = readFileSync(join(folder, 'argv'), 'utf8')
    expect(seen).toContain('docker-credential-watch')
    expect(seen).not.toContain(password)
    expectSilent(run, [password])
    expect(readFileSync(join(folder, '.docker/config.json'), 'utf8')).not.toContain(password)
  })

  it.each([
    ['on stderr', 'echo "boom $(cat)" >&2; exit 1'],
    ['on stdout', 'echo "boom $(cat)"; exit 1'],
    ['in base64', 'echo "boom $(cat | base64)" >&2; exit 1'],
    [
      'to get, as garbage',
      `case "$1" in store) cat > "$HOME/kept" ;; get) echo "boom $(cat "$HOME/kept")" ;; esac`,
    ],
    ['to get, failing', `case "$1" in store) cat > "$HOME/kept" ;; get) cat "$HOME/kept"; exit 1 ;; esac`],
  ])('are not shown when a credential store repeats its input %s', async (_, body) => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    mkdirSync(join(folder, '.docker'))
    writeFileSync(join(folder, '.docker/config.json'), '{"credsStore":"parrot"}')
    const parrot = `#!/bin/sh\n[ "$1" != store ] || { tee "$HOME/given" > "$HOME/in"; exec < "$HOME/in"; }\n${body}\n`
    writeFileSync(join(bin, 'docker-credential-parrot'), parrot, { mode: 0o755 })
    const PATH = `${bin}:/usr/bin:/bin`
    const runs = [await login([], { PATH }), await login(['--format', 'json'], { PATH })]
    const examined = await runBuilt({ args: ['doctor', '--offline'], env: { ...env, PATH } })
    const password = JSON.parse(readFileSync(join(folder, 'given'), 'utf8')).Secret as string
    const piece = Buffer.from(password).toString('base64').slice(8, 40)
    for (const run of runs) expect(run.exitCode).toBe(7)
    for (const run of [...runs, examined]) expectSilent(run, [password, password.slice(0, 30), piece])
  })
})
