import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeProcesses } from './processes.ts'

const processes = nodeProcesses()
const pathBefore = process.env.PATH
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'))
  process.env.PATH = `${folder}:${pathBefore}`
})
afterEach(() => {
  process.env.PATH = pathBefore
  rmSync(folder, { recursive: true, force: true })
})

function script(name: string, body: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

const run = (
  name: string,
  body: string,
  rest: { input?: string; timeoutMs?: number; env?: Record<string, string> } = {},
) => {
  script(name, body)
  return processes.run({ command: name, args: ['get'], timeoutMs: 10_000, ...rest })
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('run', () => {
  it('collects what a program says', async () => {
    expect(await run('p', 'cat; echo "$1" >&2; exit 3', { input: 'in' })).toEqual({
      exitCode: 3,
      stdout: 'in',
      stderr: 'get\n',
      timedOut: false,
    })
  })

  it('closes the input where none is given, and says when a signal ended the program', async () => {
    expect(await run('p', 'cat; kill -9 $$')).toMatchObject({
      exitCode: undefined,
      stdout: '',
      timedOut: false,
    })
  })

  it('gives exactly the environment that was asked for', async () => {
    expect((await run('p', 'echo "$ONLY-$HOME"', { env: { ONLY: 'this', PATH: folder } })).stdout).toBe(
      'this-\n',
    )
  })

  it('does not mind a program that ends without reading', async () => {
    expect(await run('p', 'exit 0', { input: 'x'.repeat(1_000_000) })).toMatchObject({ exitCode: 0 })
  })

  it('kills a program that hangs together with everything it started', async () => {
    const pids = join(folder, 'pids')
    const begin = performance.now()
    const result = await run('p', `sleep 60 & echo $! > ${pids}; echo $$ >> ${pids}; echo begun; wait`, {
      timeoutMs: 500,
    })
    expect(performance.now() - begin).toBeLessThan(5000)
    expect(result).toMatchObject({ exitCode: undefined, timedOut: true, stdout: 'begun\n' })
    for (const pid of readFileSync(pids, 'utf8').trim().split('\n')) {
      // A kill is an order; the system carries it out a moment later.
      await expect.poll(() => isAlive(Number(pid)), { timeout: 5000 }).toBe(false)
    }
  })

  it('does not wait for a daemon that a program leaves behind', async () => {
    const pid = join(folder, 'pid')
    const begin = performance.now()
    const result = await run('p', `setsid sleep 60 & echo $! > ${pid}; echo answer`)
    expect(performance.now() - begin).toBeLessThan(5000)
    expect(result).toMatchObject({ exitCode: 0, stdout: 'answer\n' })
    process.kill(Number(readFileSync(pid, 'utf8')), 'SIGKILL')
  })

  it('keeps an endless answer within bounds', async () => {
    const result = await run('p', 'yes', { timeoutMs: 700 })
    expect(result.timedOut).toBe(true)
    expect(result.stdout.length).toBeLessThan(8 * 1024 * 1024)
  })

  it.each([
    ['ENOENT', 'no-such-program', undefined],
    ['EACCES', 'p', 0o644],
  ])('fails with %s where nothing can be started', async (code, command, mode) => {
    if (mode !== undefined) chmodSync(script('p', ''), mode)
    const path = mode === undefined ? command : join(folder, command)
    await expect(processes.run({ command: path, args: [], timeoutMs: 1000 })).rejects.toMatchObject({ code })
  })
})

describe('find', () => {
  it('takes the first program on PATH, never a folder or a plain file', () => {
    mkdirSync(join(folder, 'a/p'), { recursive: true })
    mkdirSync(join(folder, 'b'))
    mkdirSync(join(folder, 'c'))
    writeFileSync(join(folder, 'b/p'), '')
    script('c/p', '')
    process.env.PATH = [
      '.',
      'relative',
      '',
      join(folder, 'a'),
      join(folder, 'b'),
      join(folder, 'c'),
      folder,
    ].join(':')
    expect(processes.find('p')).toBe(join(folder, 'c/p'))
    expect(processes.find('q')).toBeUndefined()
    expect(processes.find(join(folder, 'c/p'))).toBe(join(folder, 'c/p'))
    expect(processes.find(join(folder, 'b/p'))).toBeUndefined()
  })
})

describe('attach', () => {
  const outer = (body: string) =>
    `import { nodeProcesses } from ${JSON.stringify(join(import.meta.dirname, 'processes.ts'))};
    process.exitCode = await nodeProcesses().attach({ command: 'sh', args: ['-c', ${JSON.stringify(body)}], env: { PATH: process.env.PATH, MARK: 'mine' } })`

  async function attached(body: string, signal?: NodeJS.Signals) {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', outer(body)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: pathBefore },
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      if (signal !== undefined) child.kill(signal)
    })
    child.stdin.end('typed')
    const exitCode = await new Promise(resolve => child.on('close', resolve))
    return { said, exitCode }
  }

  it("shares the terminal and gives back the program's own code", async () => {
    expect(await attached('cat; echo "-$MARK"; exit 7')).toEqual({ said: 'typed-mine\n', exitCode: 7 })
  })

  it('counts a signal as shells do', async () => {
    expect((await attached('kill -TERM $$')).exitCode).toBe(143)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on and lives to tell the code',
    async signal => {
      const body = `trap "exit 9" ${signal.slice(3)}; echo ready; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.3; done`
      expect(await attached(body, signal)).toMatchObject({ exitCode: 9 })
    },
  )

  it('says when there is no such program', async () => {
    await expect(processes.attach({ command: 'no-such-program', args: [], env: {} })).rejects.toMatchObject({
      code: 'ENOENT',
    })
    expect(existsSync(join(folder, 'no-such-program'))).toBe(false)
  })
})
