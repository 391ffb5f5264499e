import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { AttachRequest } from '../processes.ts'

const passedOn = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const

/** What a terminal itself sends to every program in front of it: passing it on would deliver it twice. */
const fromTerminal: readonly string[] = ['SIGINT', 'SIGQUIT']

/** See `Processes.attach`. */
export function attachProgram(request: AttachRequest): Promise<number> {
  let child: ChildProcess | undefined
  // Listening comes first: a signal in between would end us and orphan the program.
  const stop = passSignalsTo(() => child)
  return new Promise<number>((resolve, reject) => {
    child = spawn(request.command, request.args, { stdio: 'inherit', env: request.env })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  }).finally(stop)
}

function passSignalsTo(child: () => ChildProcess | undefined): () => void {
  const pass = (signal: NodeJS.Signals) => {
    if (process.stdin.isTTY && fromTerminal.includes(signal)) return
    child()?.kill(signal)
  }
  for (const signal of passedOn) process.on(signal, pass)
  return () => {
    for (const signal of passedOn) process.off(signal, pass)
  }
}
