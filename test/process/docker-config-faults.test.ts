import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { surroundings } from '../../src/emulator/surroundings.ts'
import { program } from '../doubles/built.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'

const asRoot = process.getuid?.() === 0
if (!asRoot) console.warn('Skipped: mounts, owners and foreign folders, because that needs root')
const neighbour = '{\n    "auths": {"ghcr.io": {"auth": "QTpi"}},\n    "n": 1.0\n}\n'

let home: string
let folder: string
let config: string
/** `docker-writer.ts` in one piece, because it is started hundreds of times. */
let writer: string

beforeAll(async () => {
  const built = mkdtempSync(join(tmpdir(), 'docker-writer-'))
  chmodSync(built, 0o755)
  const bundle = await rolldown({ input: join(import.meta.dirname, 'docker-writer.ts'), platform: 'node' })
  await bundle.write({ dir: built, format: 'esm', entryFileNames: '[name].mjs' })
  await bundle.close()
  writer = join(built, 'docker-writer.mjs')
})
afterAll(() => {
  rmSync(dirname(writer), { recursive: true, force: true })
})

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'docker-faults-'))
  chmodSync(home, 0o755)
  folder = join(home, 'docker')
  mkdirSync(folder)
  config = join(folder, 'config.json')
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

const authsIn = (path: string) =>
  JSON.parse(readFileSync(path, 'utf8')).auths as Record<string, { auth?: string }>

describe('many at once', () => {
  let emulator: RunningEmulator

  beforeEach(async () => {
    emulator = await startEmulator()
  })
  afterEach(() => emulator.close())

  it('50 logins on one config.json lose nothing and leave nothing beside it', async () => {
    const hosts = Array.from(
      { length: 50 },
      (_, n) => `${100_000_000_000 + n}.dkr.ecr.us-east-2.amazonaws.com`,
    )
    writeFileSync(config, neighbour)
    await Promise.all(hosts.map(host => atmos(['aws', 'ecr', 'login', '--registry', host])))
    const auths = authsIn(config)
    expect(Object.keys(auths).sort()).toEqual([...hosts, 'ghcr.io'].sort())
    for (const host of hosts) expect(atob(auths[host]?.auth ?? '')).toMatch(/^AWS:.{20,}/)
    expect(readFileSync(config, 'utf8')).toContain('"n": 1.0')
    expect(readdirSync(folder)).toEqual(['config.json'])
  })

  it('one that finds no file makes it, whoever is first', async () => {
    const hosts = Array.from(
      { length: 8 },
      (_, n) => `${100_000_000_000 + n}.dkr.ecr.us-east-2.amazonaws.com`,
    )
    await Promise.all(hosts.map(host => atmos(['aws', 'ecr', 'login', '--registry', host])))
    expect(Object.keys(authsIn(config)).sort()).toEqual(hosts)
    expect(statSync(config).mode & 0o777).toBe(0o600)
  })

  function atmos(args: readonly string[]) {
    const env = { PATH: '/usr/bin:/bin', HOME: home, DOCKER_CONFIG: folder, ...surroundings(emulator.url) }
    return promisify(execFile)(process.execPath, [program, ...args], { env })
  }
})

describe('kill -9', () => {
  it('at 200 random moments leaves neither a torn file nor a lock that blocks', async () => {
    writeFileSync(config, neighbour)
    let seed = 42
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed / 2_147_483_648
    }
    for (let kills = 0; kills < 200; kills += 4) {
      const victims = ['a', 'b', 'c', 'd'].map(name => startWriter(`${name}.example`))
      await Promise.all(victims.map(victim => killAfter(victim, () => random() * 40)))
      expect(authsIn(config)['ghcr.io']).toEqual({ auth: 'QTpi' })
      expect(readFileSync(config, 'utf8')).toContain('"n": 1.0')
    }
    const begin = performance.now()
    await promisify(execFile)(process.execPath, [writer, folder, 'last.example', '1'], { env: {} })
    expect(performance.now() - begin).toBeLessThan(5000)
    expect(Object.keys(authsIn(config))).toEqual(expect.arrayContaining(['ghcr.io', 'last.example']))
    expect(readdirSync(folder)).toEqual(['config.json'])
  })

  function startWriter(host: string): ChildProcess {
    return spawn(process.execPath, [writer, folder, host, '100000'], {
      env: {},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async function killAfter(child: ChildProcess, delay: () => number): Promise<void> {
    let complaint = ''
    child.stderr?.on('data', chunk => {
      complaint += chunk
    })
    const ended = new Promise(resolve => child.on('close', (_, signal) => resolve(signal)))
    await new Promise(resolve => child.stdout?.once('data', resolve))
    await new Promise(resolve => setTimeout(resolve, delay()))
    child.kill('SIGKILL')
    expect(await ended, complaint).toBe('SIGKILL')
  }
})

describe('a place that will not have it', () => {
  it.skipIf(!asRoot)('full disk: exit 7 with the reason, and the file as it was', () => {
    const full = inNamespace(`mount -t tmpfs -o size=64k none "$1" && printf '{"auths":{}}' > "$1/config.json"
      head -c 1000000 /dev/zero > "$1/filler" 2> /dev/null
      "$2" "$3" "$1" public.ecr.aws 1; echo "exit $?"; cat "$1/config.json"; echo; ls -A "$1"`)
    expect(full.stderr).toMatch(/docker-config-unwritable: .*the disk is full \(ENOSPC\)/)
    expect(full.stdout).toBe('ready\nexit 7\n{"auths":{}}\nconfig.json\nfiller\n')
  })

  it.skipIf(!asRoot)('read-only file system: exit 7 with the reason', () => {
    const readOnly = inNamespace(`mount -t tmpfs none "$1" && printf '{}' > "$1/config.json"
      mount -o remount,ro "$1"; "$2" "$3" "$1" public.ecr.aws 1; echo "exit $?"; cat "$1/config.json"`)
    expect(readOnly.stderr).toContain('the file system is read-only (EROFS)')
    expect(readOnly.stdout).toBe('ready\nexit 7\n{}')
  })

  it.skipIf(!asRoot)('a file that is a mount of its own is overwritten in place, its neighbours kept', () => {
    writeFileSync(join(folder, 'outside.json'), neighbour)
    const mounted = inNamespace(`touch "$1/config.json" && mount --bind "$1/outside.json" "$1/config.json"
      "$2" "$3" "$1" public.ecr.aws 3; echo "exit $?"; ls -A "$1"`)
    expect(mounted).toEqual({ stdout: 'ready\nexit 0\nconfig.json\noutside.json\n', stderr: '' })
    expect(Object.keys(authsIn(join(folder, 'outside.json')))).toEqual(['ghcr.io', 'public.ecr.aws'])
  })

  it.skipIf(!asRoot)('read-only folder: exit 7 with the reason, and the file as it was', () => {
    writeFileSync(config, neighbour)
    chmodSync(folder, 0o555)
    const refused = write({ uid: 65_534 })
    expect(refused.status).toBe(7)
    expect(refused.stderr).toMatch(/docker-config-unwritable: .*permission denied \(EACCES\)/)
    expect(readFileSync(config, 'utf8')).toBe(neighbour)
  })

  it.skipIf(!asRoot)('a file that sudo has left in a folder of ours: exit 7 and how to get it back', () => {
    writeFileSync(config, neighbour, { mode: 0o600 })
    chownSync(folder, 65_534, 65_533)
    expect(write({ uid: 65_534 })).toMatchObject({
      status: 7,
      stderr: expect.stringContaining(`sudo chown 65534:65533 ${config}`),
    })
  })

  it('a folder in the place of the file: exit 7 with the reason', () => {
    mkdirSync(config)
    expect(write()).toMatchObject({ status: 7, stderr: expect.stringContaining('it is a folder (EISDIR)') })
  })

  it('a pipe in the place of the file: exit 7 with the reason, at once, and the pipe stays', () => {
    execFileSync('mkfifo', [config])
    const begin = performance.now()
    expect(write()).toMatchObject({
      status: 7,
      stderr: expect.stringMatching(/^docker-config-unwritable: .*it is a pipe, a socket or a device/),
    })
    expect(performance.now() - begin).toBeLessThan(2000)
    expect(lstatSync(config).isFIFO()).toBe(true)
  })

  it('a link to itself in the place of the file: exit 7 with the reason', () => {
    symlinkSync('config.json', config)
    expect(write()).toMatchObject({
      status: 7,
      stderr: expect.stringContaining('its symbolic links go round in a circle (ELOOP)'),
    })
  })

  it('a file in the place of the folder: exit 7 with the reason', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(write({ folder: join(folder, 'file') })).toMatchObject({
      status: 7,
      stderr: expect.stringContaining('ENOTDIR'),
    })
  })
})

describe('a file that is somebody else’s handiwork', () => {
  it.each([0o600, 0o640, 0o644])('keeps its mode %o', mode => {
    writeFileSync(config, neighbour)
    chmodSync(config, mode)
    expect(write()).toMatchObject({ status: 0 })
    expect(statSync(config).mode & 0o777).toBe(mode)
  })

  it.skipIf(!asRoot)('keeps its owner', () => {
    writeFileSync(config, neighbour)
    chownSync(config, 1234, 2345)
    expect(write()).toMatchObject({ status: 0 })
    expect(statSync(config)).toMatchObject({ uid: 1234, gid: 2345 })
  })

  it('stays behind its link', () => {
    mkdirSync(join(folder, 'dotfiles'))
    writeFileSync(join(folder, 'dotfiles/docker.json'), neighbour)
    symlinkSync('dotfiles/docker.json', config)
    expect(write()).toMatchObject({ status: 0 })
    expect(readlinkSync(config)).toBe('dotfiles/docker.json')
    expect(Object.keys(authsIn(join(folder, 'dotfiles/docker.json')))).toEqual(['ghcr.io', 'public.ecr.aws'])
    expect(readdirSync(join(folder, 'dotfiles'))).toEqual(['docker.json'])
  })

  it('is created where a dangling link points', () => {
    symlinkSync('elsewhere/docker.json', config)
    expect(write()).toMatchObject({ status: 0 })
    expect(lstatSync(config).isSymbolicLink()).toBe(true)
    expect(statSync(join(folder, 'elsewhere/docker.json')).mode & 0o777).toBe(0o600)
  })

  it('may lie in a folder that is not there yet', () => {
    expect(write({ folder: join(folder, 'a/b') })).toMatchObject({ status: 0 })
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700)
  })
})

/** One login by a process of its own. */
function write(options: { readonly uid?: number; readonly folder?: string } = {}) {
  const { folder: place = folder, ...identity } = options
  try {
    const arguments_ = [writer, place, 'public.ecr.aws', '1']
    execFileSync(process.execPath, arguments_, { env: {}, stdio: 'pipe', ...identity })
    return { status: 0, stderr: '' }
  } catch (thrown) {
    const { status, stderr } = thrown as { status: number; stderr: Buffer }
    return { status, stderr: stderr.toString() }
  }
}

/** Runs a script where mounts are its own; `$1` folder, `$2` node, `$3` writer. */
function inNamespace(script: string): { readonly stdout: string; readonly stderr: string } {
  const errors = join(tmpdir(), `docker-faults-${process.pid}.err`)
  const words = ['-m', 'sh', '-c', `exec 2> "${errors}"\n${script}`, 'sh', folder, process.execPath, writer]
  try {
    const stdout = execFileSync('unshare', words, { env: { PATH: process.env.PATH ?? '' }, encoding: 'utf8' })
    return { stdout, stderr: readFileSync(errors, 'utf8') }
  } finally {
    rmSync(errors, { force: true })
  }
}
