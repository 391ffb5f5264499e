import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const visitor = join(import.meta.dirname, 'keychain/visitor.ts')

/** Debian packages, each with the program that proves it is there. */
const needs = {
  'dbus-run-session': 'dbus-daemon',
  'dbus-send': 'dbus-bin',
  'gnome-keyring-daemon': 'gnome-keyring',
  'secret-tool': 'libsecret-tools',
}
const missing = Object.entries(needs)
  .filter(([program]) => spawnSync(program, ['--version']).error !== undefined)
  .map(([, name]) => name)
if (missing.length > 0)
  console.log(`skipped: a real keychain needs the Debian packages ${missing.join(', ')}`)

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keychain-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

const surroundings = () => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  XDG_RUNTIME_DIR: home,
  LC_ALL: 'C.UTF-8',
})

/** Runs the visitor. @returns what it saw, and how long it took to end, milliseconds */
async function visit(name: string, env: Readonly<Record<string, string>> = {}) {
  const start = performance.now()
  const { stdout } = await run(process.execPath, [visitor, name], {
    env: { ...surroundings(), ...env },
    timeout: 60_000,
  })
  return { ...JSON.parse(stdout), took: performance.now() - start }
}

/** Runs shell lines in a session of their own with an unlocked keychain; ends with the session. */
async function inSession(lines: readonly string[]): Promise<string> {
  const unlock = 'printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null'
  const script = ['set -e', unlock, ...lines].join('\n')
  const { stdout } = await run('dbus-run-session', ['--', 'sh', '-c', script], { env: surroundings() })
  return stdout
}

const visiting = (name: string) => `'${process.execPath}' '${visitor}' ${name}; echo`

/** What the program of Atmos's users would put there: the two attributes it sets, and its JSON. */
const theirs = '{"type":"aws","data":{"access_key_id":"AKIATHEIRS","secret_access_key":"test-theirs"}}'

describe.skipIf(missing.length > 0)('a real Secret Service', () => {
  it('keeps what we write where Atmos looks for it', async () => {
    const out = await inSession([
      visiting('write'),
      'secret-tool lookup service atmos_prod_break-glass username atmos-auth; echo',
    ])
    const [seen = '', found = ''] = out.split('\n')
    expect(JSON.parse(seen)).toEqual({ after: 'ä "text"\nof two lines', removed: [true, false] })
    expect(JSON.parse(found)).toMatchObject({
      type: 'aws',
      data: { access_key_id: 'AKIAOURS', secret_access_key: 'test-ours' },
    })
  })

  it('gives us what Atmos wrote', async () => {
    const out = await inSession([
      `printf '%s' '${theirs}' | secret-tool store --label=atmos service atmos_prod_break-glass username atmos-auth`,
      visiting('read'),
    ])
    expect(JSON.parse(out)).toEqual({ accessKeyId: 'AKIATHEIRS', secretAccessKey: 'test-theirs' })
  })

  it('keeps sessions, and no file is made', async () => {
    const seen = JSON.parse(await inSession([visiting('sessions')]))
    expect(seen).toMatchObject({ text: 'text', notes: [] })
    expect(existsSync(join(home, '.local/state/atmos/sessions.json'))).toBe(false)
  })

  it('that is locked says so, and sessions go to the private file', async () => {
    const lock = ['login', 'session'].map(
      name =>
        `dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/${name} >/dev/null`,
    )
    const seen = JSON.parse(await inSession([...lock, visiting('sessions')]))
    expect(seen.text).toBe('text')
    expect(seen.notes).toEqual([expect.stringMatching(/prompt was dismissed|did not answer within 5 s/)])
    expect(readFileSync(join(home, '.local/state/atmos/sessions.json'), 'utf8')).toContain('session')
  })
})

describe('without a Secret Service', () => {
  it.each([
    ['no bus at all', {}],
    ['a bus that is gone', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
  ])('%s is no news: sessions go to the private file', async (_, env) => {
    expect(await visit('sessions', env)).toMatchObject({ text: 'text', notes: [] })
  })

  it('a bus that never speaks holds nobody up, not even at the end of the program', async () => {
    const sockets: Socket[] = []
    const server = createServer(socket => {
      sockets.push(socket)
      socket.on('error', () => {})
    })
    const path = join(home, 'bus')
    await new Promise<void>(resolve => server.listen(path, resolve))
    try {
      const seen = await visit('silent', { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })
      expect(seen.why).toBe('it did not answer within 0.7 s')
      expect(seen.waited).toBeLessThan(5_000)
      expect(seen.took).toBeLessThan(10_000)
      expect(sockets.length).toBeGreaterThan(0)
    } finally {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })
})
