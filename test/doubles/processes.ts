import type { Processes, RunRequest, RunResult } from '../../src/effects/processes.ts'

/** A program of a test: what it says to one call. */
export type FakeProgram = (request: RunRequest) => Partial<RunResult> | Promise<Partial<RunResult>>

export interface FakeProcesses extends Processes {
  /** Every call, in order. */
  readonly calls: readonly RunRequest[]
}

/** Programs in memory, by name; anything else is not on PATH. */
export function fakeProcesses(programs: Readonly<Record<string, FakeProgram>> = {}): FakeProcesses {
  const calls: RunRequest[] = []
  return {
    calls,
    async run(request) {
      calls.push(request)
      const program = programs[request.command]
      if (program === undefined) throw notThere(request.command)
      return { exitCode: 0, stdout: '', stderr: '', timedOut: false, ...(await program(request)) }
    },
    async attach(request) {
      const whole = { ...request, timeoutMs: Number.POSITIVE_INFINITY }
      calls.push(whole)
      const program = programs[request.command]
      if (program === undefined) throw notThere(request.command)
      return (await program(whole)).exitCode ?? 0
    },
    async talk({ command }) {
      throw notThere(command)
    },
    find: program => (program in programs ? `/usr/bin/${program}` : undefined),
  }
}

/** A credential store that works as it should, over a map from server to answer. */
export function credentialStore(kept: Map<string, string> = new Map()): FakeProgram {
  return ({ args, input = '' }) => {
    const [verb] = args
    if (verb === 'store') kept.set((JSON.parse(input) as { ServerURL: string }).ServerURL, input)
    if (verb === 'erase') kept.delete(input)
    if (verb !== 'get') return {}
    const answer = kept.get(input)
    return answer === undefined
      ? { exitCode: 1, stdout: 'credentials not found in native keychain\n' }
      : { stdout: answer }
  }
}

function notThere(command: string): Error {
  return Object.assign(new Error(`spawn ${command} ENOENT`), { code: 'ENOENT' })
}
