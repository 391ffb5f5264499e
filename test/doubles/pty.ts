import { spawn, spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

export const hasPty = spawnSync('script', ['--version']).error === undefined

if (!hasPty) console.warn('skipped where a terminal is needed: the Debian package bsdutils is not installed')

export interface AtTerminal {
  /** What stands on the screen so far, without colours. */
  screen(): string
  /** @returns the exit code */
  readonly ended: Promise<number | null>
  type(text: string): void
  kill(): void
}

export interface TerminalLine {
  readonly line: readonly string[]
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Width of the terminal. Default 100. */
  readonly columns?: number
}

/** Runs a program on a terminal of its own, as a person does. */
export function atTerminal({ line, env, cwd, columns = 100 }: TerminalLine): AtTerminal {
  const words = line.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const sized = `stty cols ${columns} rows 40; exec ${words}`
  const child = spawn('script', ['-qefc', sized, '/dev/null'], { cwd, env: { TERM: 'xterm', ...env } })
  let seen = ''
  // Characters may be cut in two between chunks.
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', chunk => {
    seen += chunk
  })
  child.stdin.on('error', () => undefined)
  return {
    screen: () => stripVTControlCharacters(seen).replaceAll('\r', ''),
    ended: new Promise(resolve => child.on('close', resolve)),
    type: text => void child.stdin.write(text),
    kill: () => void child.kill(),
  }
}
