import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program, runBuilt } from '../doubles/built.ts'
import { hasPty } from '../doubles/pty.ts'

let folder: string
let env: Record<string, string>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atmos-auth-exec-'))
  env = { HOME: folder, PATH: '/usr/bin:/bin' }
  writeFileSync(
    join(folder, 'atmos.yaml'),
    'auth: { providers: { m: { kind: mock/aws } }, identities: { me: { kind: mock/aws, default: true, via: { provider: m } } } }',
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => runBuilt({ args, env, cwd: folder })

describe('auth exec', () => {
  it.each([0, 1, 7, 255])('ends with the code of the program: %i', async code => {
    expect(await run('auth', 'exec', '--', 'sh', '-c', `exit ${code}`)).toMatchObject({
      exitCode: code,
      signal: null,
      stdout: '',
      stderr: '',
    })
  })

  it.each(['SIGTERM', 'SIGKILL', 'SIGHUP', 'SIGSEGV'] as const)(
    'ends with 128 and more after %s',
    async signal => {
      const script = `kill -${signal.slice(3)} $$`
      expect((await run('auth', 'exec', '--', 'sh', '-c', script)).exitCode).toBe(
        128 + constants.signals[signal],
      )
    },
  )

  it('ends with 127 when there is no such program', async () => {
    const ended = await run('auth', 'exec', '--', 'no-such-program')
    expect(ended).toMatchObject({ exitCode: 127, stdout: '' })
    expect(ended.stderr).toContain('code: program-not-found')
  })

  it('is a pipe like any other: what goes in, comes out', async () => {
    const input = 'one\n\u00e9 two\n'.repeat(50_000)
    const ended = await runBuilt({
      args: ['auth', 'exec', '--', 'sh', '-c', 'echo said >&2; cat'],
      env,
      cwd: folder,
      input,
    })
    expect(ended).toMatchObject({ exitCode: 0, stderr: 'said\n' })
    expect(ended.stdout === input).toBe(true)
  })

  it('gives the program the identity, and nothing that would win over it', async () => {
    const before = {
      AWS_ACCESS_KEY_ID: 'AKIAOLD',
      AWS_SECRET_ACCESS_KEY: 'old',
      AWS_SESSION_TOKEN: 'old',
      KEEP: 'a\nb',
    }
    const { stdout } = await runBuilt({
      args: ['auth', 'exec', '--', process.execPath, '-p', 'JSON.stringify(process.env)'],
      env: { ...env, ...before },
      cwd: folder,
    })
    const seen = JSON.parse(stdout)
    const aws = join(folder, '.config/atmos/default/aws/m')
    expect(seen).toMatchObject({
      KEEP: 'a\nb',
      AWS_PROFILE: 'me',
      AWS_SHARED_CREDENTIALS_FILE: join(aws, 'credentials'),
      AWS_CONFIG_FILE: join(aws, 'config'),
    })
    expect(Object.keys(seen)).not.toContain('AWS_ACCESS_KEY_ID')
    expect(Object.keys(seen)).not.toContain('AWS_SESSION_TOKEN')
    expect(readFileSync(join(aws, 'credentials'), 'utf8')).toContain('[me]')
  })
})

/** The built program, once its child has said that it is ready. */
async function started(...args: string[]): Promise<ChildProcessWithoutNullStreams & { said: () => string }> {
  const child = spawn(process.execPath, [program, ...args], { env, cwd: folder })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error(`it ended early: ${said}`)))
    child.stdout.on('data', chunk => {
      said += chunk
      if (said.includes('ready')) resolve()
    })
  })
  return Object.assign(child, { said: () => said })
}

describe('signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    '%s reaches the program, which decides',
    async signal => {
      const trap = `trap 'echo got; exit 9' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`
      const child = await started('auth', 'exec', '--', 'sh', '-c', trap)
      child.kill(signal)
      const code = await new Promise(resolve => child.on('close', resolve))
      expect(code).toBe(9)
      expect(child.said()).toContain('got')
    },
  )

  it('that the program does not answer ends it, and us with the code a shell gives', async () => {
    const child = await started('auth', 'exec', '--', 'sh', '-c', 'echo ready; exec sleep 60')
    child.kill('SIGTERM')
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(143)
  })
})

describe('auth shell', () => {
  it('is a shell with the identity, and ends with its code', async () => {
    const ended = await runBuilt({
      args: ['auth', 'shell', '--shell', 'sh', '-q'],
      env,
      cwd: folder,
      input: 'echo $ATMOS_IDENTITY $ATMOS_SHLVL $AWS_PROFILE\nexit 6\n',
    })
    expect(ended).toMatchObject({ exitCode: 6, stdout: 'me 1 me\n', stderr: '' })
  })

  it.skipIf(!hasPty)('leaves Ctrl-C to the program in front', async () => {
    const inner = `trap 'echo caught' INT; echo ready; sleep 5; echo slept; exit 4`
    const line = `exec '${process.execPath}' '${program}' auth exec -- sh -c "${inner}"`
    const child = spawn('script', ['-qec', line, '/dev/null'], { env, cwd: folder })
    let said = ''
    let pressed = false
    child.stdout.on('data', chunk => {
      said += chunk
      if (!pressed && said.includes('ready')) {
        pressed = true
        setTimeout(() => child.stdin.write('\u0003'), 200)
      }
    })
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(4)
    expect(said.match(/caught/g)).toHaveLength(1)
  })
})
