import { type ChildProcess, spawn } from 'node:child_process'
import type { RunRequest, RunResult } from '../processes.ts'
import { beforeEnd } from './before-end.ts'
import { killGroup } from './kill-group.ts'

/** Characters kept of each output; a program that says more is not understood anyway. */
const outputLimit = 4 * 1024 * 1024

/** Milliseconds that the pipes may stay open after the program ended (a daemon it left behind holds them). */
const pipeGrace = 250

/** See `Processes.run`. The program leads a group of its own, so that nothing of it outlives the time limit. */
export function runProgram(request: RunRequest): Promise<RunResult> {
  let child: ChildProcess | undefined
  // Listening comes first: a signal in between would end us and orphan the program.
  const cancel = beforeEnd(() => child && killGroup(child))
  return new Promise<RunResult>((resolve, reject) => {
    child = start(request)
    const finish = follow(child, { request, resolve })
    child.on('error', error => {
      reject(error)
      finish()
    })
  }).finally(cancel)
}

function start(request: RunRequest): ChildProcess {
  return spawn(request.command, request.args, {
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...(request.env === undefined ? {} : { env: request.env }),
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
  })
}

interface Following {
  readonly request: RunRequest
  readonly resolve: (result: RunResult) => void
}

/** @returns what ends the following at once */
function follow(child: ChildProcess, { request, resolve }: Following): () => void {
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  let timedOut = false
  let grace: NodeJS.Timeout | undefined
  const timer = setTimeout(() => {
    timedOut = true
    killGroup(child)
  }, request.timeoutMs)
  const finish = () => {
    clearTimeout(timer)
    clearTimeout(grace)
    child.stdout?.destroy()
    child.stderr?.destroy()
    resolve({ exitCode: child.exitCode ?? undefined, stdout: stdout(), stderr: stderr(), timedOut })
  }
  child.on('exit', () => {
    grace = setTimeout(finish, pipeGrace)
  })
  child.on('close', finish)
  // A program may end without reading what it was given.
  child.stdin?.on('error', () => {})
  child.stdin?.end(request.input)
  return finish
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (chunk: string) => {
    if (text.length < outputLimit) text += chunk
  })
  return () => text
}
