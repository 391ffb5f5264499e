import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

/** How a program ended, and all it said. */
export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunScript {
  readonly args: readonly string[]
  /** The whole environment, beside PATH. */
  readonly env: Readonly<Record<string, string>>
  /** Without it there is none. */
  readonly input?: string | Uint8Array
  /** Flags for Node itself. */
  readonly node?: readonly string[]
  readonly cwd?: string
  /** The Node to run with; ours where none is given. */
  readonly with?: string
}

/** A program that was started. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<Ended>
  /** What stands on its standard error so far. */
  said(): string
}

/** Starts a script in a Node of its own. */
export function startScript(
  script: string,
  { args, env, input = '', node = [], cwd, with: path = process.execPath }: RunScript,
): Running {
  const child = spawn(path, [...node, script, ...args], {
    env: { PATH: '/usr/bin:/bin', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  })
  let [stdout, stderr] = ['', '']
  // Characters may be cut in two between chunks.
  child.stdout.setEncoding('utf8').on('data', chunk => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', chunk => {
    stderr += chunk
  })
  // A program may end without reading what it was given.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }))
  })
  return { child, ended, said: () => stderr }
}
