import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Ended } from './built.ts'

/** The built credential helper. */
export const helperProgram = join(import.meta.dirname, '../../dist/docker-credential-atmos.cjs')

export interface RunHelper {
  readonly verb: string
  readonly input?: string | Uint8Array
  /** The whole environment, beside PATH. */
  readonly env: Readonly<Record<string, string>>
  /** Flags for Node itself. */
  readonly node?: readonly string[]
  readonly cwd?: string
  /** The Node to run with; ours where none is given. */
  readonly with?: string
}

/** Starts the built helper as Docker does, with nothing of this machine's environment. */
export function startHelper({
  verb,
  input = '',
  env,
  node = [],
  cwd = '/',
  with: path = process.execPath,
}: RunHelper) {
  const child = spawn(path, [...node, helperProgram, verb], {
    env: { PATH: '/usr/bin:/bin', ...env },
    cwd,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }))
  })
  return { child, ended }
}

export const runHelper = (run: RunHelper): Promise<Ended> => startHelper(run).ended
