import { createHash } from 'node:crypto'
import type { Needs } from '../../src/effects/effects.ts'
import type { RunRequest, RunResult } from '../../src/effects/processes.ts'
import { fakeEnvironment } from './environment.ts'
import { type MemoryFiles, memoryFiles } from './files.ts'
import { type FakeProcesses, fakeProcesses } from './processes.ts'

export interface HomeParts {
  readonly env?: Readonly<Record<string, string>>
  readonly platform?: NodeJS.Platform
  readonly home?: string | undefined
  readonly files?: Readonly<Record<string, string>>
  /** What the keychain's program answers; without it the bus leads nowhere. */
  readonly keychain?: (request: KeychainCall) => object
  /** Answers to questions at the terminal, in order; without them nobody can be asked. */
  readonly answers?: readonly string[]
}

export interface KeychainCall {
  readonly operation: 'get' | 'set' | 'remove'
  readonly service: string
  readonly account: string
  readonly text?: string
}

export type Home = Needs<'env' | 'files' | 'processes' | 'random' | 'terminal' | 'clock'> & {
  readonly files: MemoryFiles
  readonly processes: FakeProcesses
  /** Questions that were asked. */
  readonly questions: readonly string[]
  /** Milliseconds; tests move it. */
  time: number
}

/** A user's machine in memory: home folder, variables, keychain and terminal. */
export function fakeHome(parts: HomeParts = {}): Home {
  const { env = {}, platform = 'linux', keychain, answers } = parts
  const questions: string[] = []
  const home: Home = {
    time: 1_700_000_000_000,
    questions,
    files: memoryFiles(parts.files),
    processes: fakeProcesses({ '/usr/bin/node': request => keychainResult(request, keychain) }),
    env: fakeEnvironment(env, {
      platform,
      uid: undefined,
      node: '/usr/bin/node',
      ...('home' in parts && { home: parts.home }),
    }),
    clock: { now: () => home.time, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY },
    random: { bytes: countedBytes(), fraction: () => 0.5 },
    terminal: fakeTerminal(questions, answers),
  }
  return home
}

/** A keychain that works, over a map from service to text. */
export function workingKeychain(kept: Map<string, string> = new Map()): (call: KeychainCall) => object {
  return ({ operation, service, text = '' }) => {
    if (operation === 'remove') return { done: true, removed: kept.delete(service) }
    if (operation === 'set') kept.set(service, text)
    return operation === 'set' || !kept.has(service)
      ? { done: true }
      : { done: true, text: kept.get(service) }
  }
}

/** A keychain that nobody unlocks. */
export const lockedKeychain = (): object => ({
  done: false,
  missing: false,
  message: "Couldn't access platform storage: Secret Service: unlock prompt was dismissed",
})

function keychainResult(
  { input = '' }: RunRequest,
  answer: HomeParts['keychain'] = () => ({ done: false, missing: false, message: 'DBus error: no bus' }),
): Partial<RunResult> {
  const calls: readonly KeychainCall[] = JSON.parse(input)
  return { stdout: JSON.stringify(calls.map(answer)) }
}

/** Never the same bytes twice, and the same ones in every run. */
function countedBytes(): (count: number) => Uint8Array {
  let calls = 0
  return count => {
    calls += 1
    return createHash('sha512').update(String(calls)).digest().subarray(0, count)
  }
}

function fakeTerminal(questions: string[], answers: readonly string[] | undefined): Home['terminal'] {
  const left = [...(answers ?? [])]
  const ask = async (question: string) => {
    questions.push(question)
    return left.shift()
  }
  return {
    data: () => {},
    say: () => {},
    isTerminal: { stdin: true, stdout: true, stderr: true },
    canAsk: answers !== undefined,
    canSignIn: true,
    columns: 80,
    readInput: async () => '',
    choose: ask,
    ask,
    confirm: async () => undefined,
    spin: () => ({ update: () => {}, stop: () => {} }),
  }
}
