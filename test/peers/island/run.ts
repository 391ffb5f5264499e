import { spawn } from 'node:child_process'
import type { Command, Outcome } from './messages.ts'

/** Runs a program to its end, or until its time is over; that it could not be started is an outcome too. */
export function run(command: Command): Promise<Outcome> {
  const [program, ...args] = command.line
  const child = spawn(program, args, { cwd: command.cwd, env: command.env, stdio: 'pipe' })
  return new Promise(resolve => {
    let stdout = ''
    let stderr = ''
    const timer = setTimeout(() => {
      stderr += `\n(${program} was killed after ${command.timeoutMs} ms)`
      child.kill('SIGKILL')
    }, command.timeoutMs)
    const end = (exitCode: number | undefined) => {
      if (exitCode !== undefined || !command.background) clearTimeout(timer)
      resolve({ exitCode, stdout, stderr })
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (!command.background) return
      clearTimeout(timer)
      end(undefined)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', error => {
      stderr += error.message
      end(undefined)
    })
    child.on('close', code => end(code ?? undefined))
    child.stdin.on('error', () => {})
    child.stdin.end(command.input ?? '')
  })
}

/** Runs a program of the island's own set-up. @throws an `Error` with what it said, when it fails */
export async function mustRun(line: Command['line'], cwd: string): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', HOME: cwd, LANG: 'C.UTF-8' }
  const outcome = await run({ line, env, cwd, timeoutMs: 60_000, background: false })
  if (outcome.exitCode === 0) return outcome.stdout
  throw new Error(`${line.join(' ')} ended with ${outcome.exitCode}: ${outcome.stderr}${outcome.stdout}`)
}
