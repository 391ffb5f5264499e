import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runBuilt, startBuilt } from '../doubles/built.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import { exampleKeys } from '../doubles/world.ts'

let home: string
let emulator: RunningEmulator
let env: Record<string, string>

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'atmos-auth-ecr-'))
  emulator = await startEmulator()
  // Without the runtime folder, root's own place in /run would be taken.
  env = { HOME: home, XDG_RUNTIME_DIR: home, ...exampleKeys, AWS_ENDPOINT_URL: emulator.url }
})
afterEach(async () => {
  await emulator.close()
  rmSync(home, { recursive: true, force: true })
})

const login = ['aws', 'ecr', 'login', '--public']
const read = (name: string) => readFileSync(join(home, name), 'utf8')

describe('where logins go', () => {
  it('--to containers writes a private file, in private folders', async () => {
    const args = [...login, '--to', 'containers']
    expect(await runBuilt({ args, env })).toMatchObject({ exitCode: 0, stdout: '' })
    const path = 'containers/auth.json'
    expect(Object.keys(JSON.parse(read(path)).auths)).toEqual(['public.ecr.aws'])
    expect(statSync(join(home, path)).mode & 0o777).toBe(0o600)
    expect(statSync(join(home, 'containers')).mode & 0o777).toBe(0o700)
  })

  it.each([
    ['stdout', /^\{\n {2}"auths"/],
    ['kubernetes-secret', /^apiVersion: v1\n/],
  ])('--to %s prints it, and leaves nothing behind', async (to, beginning) => {
    const run = await runBuilt({ args: [...login, '--to', to], env })
    expect(run).toMatchObject({ exitCode: 0 })
    expect(run.stdout).toMatch(beginning)
    expect(readdirSync(home)).toEqual([])
  })
})

describe('a place that is no file', () => {
  it.each([
    ['file:/dev/null', {}, 'Choose another file'],
    ['containers', { REGISTRY_AUTH_FILE: '/dev/null' }, 'Point REGISTRY_AUTH_FILE to another file'],
  ])('--to %s is refused, with advice that fits', async (to, more, advice) => {
    const run = await runBuilt({ args: [...login, '--to', to], env: { ...env, ...more } })
    expect(run.exitCode).toBe(7)
    expect(run.stderr).toContain('it is a pipe, a socket or a device')
    expect(run.stderr).toContain(`next: ${advice}`)
    expect(run.stderr).not.toContain('Make /dev writable')
  })
})

describe('from login to logout', () => {
  it('finds the login, needs no other, and takes it back', async () => {
    const json = async (...args: string[]) => {
      const run = await runBuilt({ args: [...args, '--format', 'json'], env })
      expect(run).toMatchObject({ exitCode: 0, stderr: '' })
      return JSON.parse(run.stdout)
    }
    await json(...login)
    expect((await json('status')).logins).toMatchObject([{ registry: 'public.ecr.aws', state: 'found' }])
    expect((await json(...login, '--if-needed')).logins).toMatchObject([{ kept: true }])
    expect(emulator.emulator.requests).toHaveLength(1)
    expect((await json('aws', 'ecr', 'logout', '--all')).logouts).toMatchObject([{ result: 'removed' }])
    expect((await json('status')).logins).toEqual([])
    expect(readdirSync(join(home, '.docker'))).toEqual([])
  })
})

const startWatch = () => startBuilt({ args: [...login, '--watch'], env })

describe('--watch', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s, at once', async signal => {
    const { child, said, ended } = startWatch()
    await expect.poll(said, { timeout: 20_000 }).toContain('Keeping this fresh')
    expect(said()).toContain('✓ ECR Public login: public.ecr.aws (expires in 12h)')
    const before = Date.now()
    child.kill(signal)
    expect(await ended).toMatchObject({ exitCode: 0 })
    expect(Date.now() - before).toBeLessThan(3000)
    expect(readdirSync(join(home, '.docker'))).toEqual(['config.json'])
  })

  it('ends soon when it is stopped before the first login is done', async () => {
    emulator.emulator.inject('hang', { times: 9 })
    const { child, ended } = startWatch()
    await vi.waitFor(() => expect(emulator.emulator.requests).toHaveLength(1), { timeout: 20_000 })
    const before = Date.now()
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ exitCode: 130 })
    expect(Date.now() - before).toBeLessThan(6000)
    expect(readdirSync(home)).toEqual([])
  })
})
