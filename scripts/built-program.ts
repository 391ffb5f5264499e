import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The built program. */
export const program = join(import.meta.dirname, '../dist/atmos.cjs')

export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

type Variables = Readonly<Record<string, string>>

/** Runs the built program to its end. */
export async function runAtmos(words: readonly string[], env: Variables): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...words], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const [exitCode] = await once(child, 'close')
  return { exitCode, stdout: stdout(), stderr: stderr() }
}

export interface ServedEmulator {
  /** The environment it told its users to set. */
  readonly surroundings: Variables
  stop(): Promise<void>
}

/** Starts `atmos emulator serve` and waits until it has printed the environment to use. */
export async function serveEmulator(env: Variables): Promise<ServedEmulator> {
  const child = spawn(process.execPath, [program, 'emulator', 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  process.once('exit', () => child.kill('SIGKILL'))
  const late = AbortSignal.timeout(10_000)
  while (!stdout().includes('ACTIONS_ID_TOKEN_REQUEST_TOKEN=')) {
    if (child.exitCode !== null) throw new Error(`The emulator ended: ${stderr()}`)
    await Promise.race([once(child.stdout, 'data', { signal: late }), once(child, 'close', { signal: late })])
  }
  const lines = [...stdout().matchAll(/^export (\w+)='([^']*)'$/gm)]
  return {
    surroundings: Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value])),
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), 2000)
  await ended
  clearTimeout(force)
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', chunk => {
    text += chunk
  })
  return () => text
}
