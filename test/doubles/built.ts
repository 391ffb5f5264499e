import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** The built program. */
export const program = join(import.meta.dirname, '../../dist/atmos.cjs')

export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunBuilt {
  readonly args: readonly string[]
  /** The whole environment, beside PATH. */
  readonly env: Readonly<Record<string, string>>
  readonly input?: string
  /** Flags for Node itself. */
  readonly node?: readonly string[]
  readonly cwd?: string
  /** The Node to run with; ours where none is given. */
  readonly with?: string
}

/** Runs the built program to its end, with nothing of this machine's environment. */
export function runBuilt({
  args,
  env,
  input = '',
  node = [],
  cwd,
  with: path = process.execPath,
}: RunBuilt): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, [...node, program, ...args], {
      env: { PATH: '/usr/bin:/bin', ...env },
      ...(cwd === undefined ? {} : { cwd }),
    })
    let stdout = ''
    let stderr = ''
    // Characters may be cut in two between chunks.
    child.stdout.setEncoding('utf8')
    child.stderr.setEncoding('utf8')
    child.stdout.on('data', chunk => {
      stdout += chunk
    })
    child.stderr.on('data', chunk => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
