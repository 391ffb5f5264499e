import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeEnvironment } from '../../../test/doubles/environment.ts'
import { Secret } from '../../auth/secret.ts'
import { nodeFiles } from '../../effects/node/files.ts'
import { nodeProcesses } from '../../effects/node/processes.ts'
import { Failure } from '../../errors/failure.ts'
import { toDocker } from '../docker.ts'

/** Small programs as stand-ins, started for real. */
const programs = {
  works: `case $1 in
    store) cat > "$KEPT" ;;
    get) [ -f "$KEPT" ] && cat "$KEPT" || { echo "credentials not found in native keychain"; exit 1; } ;;
    erase) rm -f "$KEPT" ;;
  esac`,
  hangs: 'sleep 60',
  'not-implemented': 'echo "not implemented"; exit 1',
  forgets: `case $1 in get) echo "credentials not found in native keychain"; exit 1 ;; esac; cat > /dev/null`,
  'debian-pass': `[ $1 = get ] && echo '{"ServerURL":"","Username":"","Secret":""}'; cat > /dev/null`,
  'too-long': 'cat > /dev/null; echo "The stub received bad data."; exit 1',
  exists: `case $1 in
    store) [ -f "$KEPT" ] && { echo "The specified item already exists in the keychain. (-25299)"; exit 1; }; cat > "$KEPT" ;;
    get) cat "$KEPT" ;;
    erase) rm -f "$KEPT" ;;
  esac`,
  'says-nothing': 'exit 4',
  'repeats-on-stderr': 'echo "boom $(cat)" >&2; exit 1',
  'repeats-on-stdout': 'echo "boom $(cat)"; exit 1',
  'repeats-encoded': 'echo "boom $(cat | base64)"; exit 1',
  'gives-with-a-failure': `case $1 in store) cat > "$KEPT" ;; get) cat "$KEPT"; exit 1 ;; esac`,
} as const

const host = 'public.ecr.aws'
const login = {
  registry: host,
  username: 'AWS',
  password: new Secret('canary-token'.repeat(400)),
  expiresAt: 0,
}
const saved = { PATH: process.env.PATH, KEPT: process.env.KEPT }
let folder: string
let kept: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stores-'))
  kept = join(folder, 'kept')
  mkdirSync(join(folder, 'bin'))
  for (const [name, body] of Object.entries(programs)) {
    const path = join(folder, 'bin', `docker-credential-${name}`)
    writeFileSync(path, `#!/bin/sh\n${body}\n`)
    chmodSync(path, 0o755)
  }
  process.env.PATH = `${join(folder, 'bin')}:${saved.PATH}`
  process.env.KEPT = kept
})
afterEach(() => {
  process.env.PATH = saved.PATH
  if (saved.KEPT === undefined) delete process.env.KEPT
  else process.env.KEPT = saved.KEPT
  rmSync(folder, { recursive: true, force: true })
})

async function deliver(credsStore: string, timeLeftMs = Number.POSITIVE_INFINITY) {
  const config = JSON.stringify({ credsStore })
  writeFileSync(join(folder, 'config.json'), config)
  const effects = {
    files: nodeFiles(),
    processes: nodeProcesses(),
    clock: { now: () => 0, sleep: async () => {}, deadline: timeLeftMs },
    env: fakeEnvironment({}, { home: undefined }),
  }
  const [outcome] = await toDocker([login], effects, { folder })
  return { outcome, untouched: readFileSync(join(folder, 'config.json'), 'utf8') === config }
}

describe('a real program', () => {
  it.each(['works', 'exists'] as const)('that %s keeps the login', async name => {
    writeFileSync(kept, '{"ServerURL":"public.ecr.aws","Username":"AWS","Secret":"old"}')
    const { outcome } = await deliver(name)
    expect(outcome).toMatchObject({ place: { type: 'store', program: `docker-credential-${name}` } })
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({ Secret: login.password.expose() })
  })

  it.each([
    ['not-implemented', 'not implemented'],
    ['forgets', 'it took the login, but does not have it now'],
    ['debian-pass', 'it took the login, but does not have it now'],
    ['too-long', 'The stub received bad data. (the token is longer than this store can keep)'],
    ['says-nothing', 'it ended with code 4 and said nothing'],
  ])('that is "%s" is a failure in its own words', async (name, why) => {
    const { outcome, untouched } = await deliver(name)
    expect(outcome).toBeInstanceOf(Failure)
    expect(outcome).toMatchObject({ code: 'credential-store-failed', exitCode: 7, why })
    expect(untouched).toBe(true)
    expect(JSON.stringify(outcome)).not.toContain('canary')
  })

  it.each(['repeats-on-stderr', 'repeats-on-stdout', 'repeats-encoded', 'gives-with-a-failure'])(
    'that %s shows nothing of the login',
    async name => {
      const { outcome } = await deliver(name)
      const { why = '' } = outcome as Failure
      expect(outcome).toMatchObject({ code: 'credential-store-failed' })
      expect(why).toContain('***')
      expect(why).not.toMatch(/canary|Y2FuYXJ5|NhbmFyeS|jYW5hcn/)
    },
  )

  it('that cannot be started says so', async () => {
    const path = join(folder, 'bin/docker-credential-broken')
    writeFileSync(path, '#!/no/such/interpreter\n')
    chmodSync(path, 0o755)
    const { outcome } = await deliver('broken')
    expect(outcome).toMatchObject({ code: 'credential-store-failed' })
    expect((outcome as Failure).why).toMatch(/^it could not be started: spawn .*ENOENT/)
  })

  it('that hangs is given up within the time that is left', async () => {
    const begin = performance.now()
    const { outcome, untouched } = await deliver('hangs', 600)
    expect(performance.now() - begin).toBeLessThan(5000)
    const why = 'it did not answer "store" within 0.6 seconds, which is all that --timeout left it'
    expect(outcome).toMatchObject({ code: 'credential-store-failed', exitCode: 7, why })
    expect(untouched).toBe(true)
  })

  it('that is not there is a warning, and the file is used', async () => {
    const { outcome } = await deliver('absent')
    expect(outcome).toMatchObject({ place: { type: 'file' } })
  })
})
