import type { Catalog } from '../../src/auth/kind.ts'
import { quickGet } from '../../src/commands/credential-helper/quick-get.ts'
import { runHelper } from '../../src/commands/credential-helper/run-helper.ts'
import { runAtmos } from '../../src/commands/run.ts'
import type { Effects } from '../../src/effects/effects.ts'
import type { Environment } from '../../src/effects/environment.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { type EmulatorOptions, exampleUser } from '../../src/emulator/options.ts'
import { catalog as realCatalog } from '../../src/kinds/catalog.ts'
import { emulatedHttp } from './emulator.ts'
import { fakeEnvironment } from './environment.ts'
import { type MemoryFiles, memoryFiles } from './files.ts'
import { type FakeProcesses, type FakeProgram, fakeProcesses } from './processes.ts'
import { createVisits, type Visitor } from './visitor.ts'
import type { Place } from './walker.ts'

const start = Date.parse('2026-11-23T12:00:00Z')

/** The keys of the emulator's user, as they stand in an environment. */
export const exampleKeys = {
  AWS_ACCESS_KEY_ID: exampleUser.accessKeyId,
  AWS_SECRET_ACCESS_KEY: exampleUser.secretAccessKey,
} as const

export interface WorldOptions {
  readonly env?: Readonly<Record<string, string>>
  /** By absolute path; the home folder is `/home/me`, the working folder `/work`. */
  readonly files?: Readonly<Record<string, string>>
  readonly programs?: Readonly<Record<string, FakeProgram>>
  readonly emulator?: EmulatorOptions
  readonly catalog?: Catalog
  /** What the program is started with, where it matters: user, home folder, Node. */
  readonly started?: Partial<Environment>
  /** Told what a spinner says. */
  readonly spin?: (text: string) => void
  /** Milliseconds from the start after which somebody asks the program to end; at once where it is not given. */
  readonly stopAfter?: number
  /** Called whenever waiting has moved the clock. */
  readonly onTime?: (world: World) => void
  /** Answers to questions, in order; `undefined` cancels. With answers there is a terminal to ask at. */
  readonly answers?: readonly (string | boolean | undefined)[]
  /** Somebody at a terminal who signs in where they are sent. Default: nobody. */
  readonly visitor?: Visitor
}

/** What one command line did, as far as anybody could see. */
export interface RunRecord {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Operations that services were asked for, in order: `ecr-public:GetAuthorizationToken`. */
  readonly requests: readonly string[]
}

/** A whole outside in memory, in which command lines are run one after the other. */
export interface World {
  readonly files: MemoryFiles
  readonly emulator: Emulator
  readonly processes: FakeProcesses
  readonly env: Record<string, string>
  /** Moves the clock. */
  pass(ms: number): void
  now(): number
  /** Runs a command line: `atmos` is understood, words are split at spaces unless they come as a list. */
  run(line: string | readonly string[]): Promise<RunRecord>
  /**
   * Calls the credential helper as Docker does, from the root folder unless another is given.
   * `quick`: whether the answer was at hand without reading the configuration.
   */
  helper(verb: string, input?: string, cwd?: string): Promise<RunRecord & { readonly quick: boolean }>
  /** Questions that were asked so far. */
  readonly questions: readonly string[]
  /** Pages where the browsers of the visitor ended up. */
  readonly places: readonly Place[]
}

export function createWorld(options: WorldOptions = {}): World {
  let now = start
  let stop: () => void = () => undefined
  const clock = {
    now: () => now,
    sleep: async (ms: number, how?: { readonly background?: boolean }) => {
      if (how?.background === true && visits !== undefined) return await new Promise<never>(() => undefined)
      now += ms
      options.onTime?.(world)
      if (now >= start + (options.stopAfter ?? 0)) stop()
      await visits?.settled()
    },
    deadline: Number.POSITIVE_INFINITY,
  }
  const random = {
    bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    fraction: () => 0.5,
  }
  const emulator = createEmulator(options.emulator ?? {}, { clock, random })
  const visits = options.visitor && createVisits(options.visitor, emulator.handle)
  const files = memoryFiles(options.files)
  const processes = fakeProcesses(options.programs)
  const env: Record<string, string> = { HOME: '/home/me', ...options.env }
  const questions: string[] = []
  const answers = [...(options.answers ?? [])]
  const watch = async (act: (effects: Effects) => Promise<number>): Promise<RunRecord> => {
    let stdout = ''
    let stderr = ''
    const before = emulator.requests.length
    const answer = async <T>(question: string): Promise<T | undefined> => {
      questions.push(question)
      if (answers.length === 0) throw new Error(`nobody expected the question: ${question}`)
      return answers.shift() as T | undefined
    }
    const attended = (options.answers ?? options.visitor) !== undefined
    const effects: Effects = {
      clock,
      random,
      files,
      processes,
      http: emulatedHttp(emulator, { clock }),
      env: fakeEnvironment(env, options.started),
      terminal: {
        data: text => {
          stdout += text
        },
        say: text => {
          stderr += text
          visits?.hear(text)
        },
        isTerminal: { stdin: attended, stdout: attended, stderr: attended },
        canAsk: attended,
        canSignIn: attended,
        columns: 100,
        readInput: async () => '',
        choose: question => answer<string>(question),
        ask: question => answer<string>(question),
        confirm: question => answer<boolean>(question),
        spin: text => {
          options.spin?.(text)
          return { update: words => options.spin?.(words), stop: () => undefined }
        },
      },
      browser: visits?.browser ?? {
        available: false,
        open: async () => false,
        openApart: async () => false,
        chrome: () => undefined,
      },
      server: visits?.server ?? {
        listen: async () => {
          throw new Error('nobody listens in a scenario')
        },
        untilStopped: async () => {
          if (options.stopAfter === undefined) return
          await new Promise<void>(resolve => {
            stop = resolve
          })
        },
      },
    }
    const exitCode = await act(effects)
    const requests = emulator.requests.slice(before).map(request => request.operation)
    return { exitCode, stdout, stderr, requests }
  }
  const catalog = async () => options.catalog ?? realCatalog
  const run = (line: string | readonly string[]): Promise<RunRecord> =>
    watch(effects =>
      runAtmos({
        argv: typeof line === 'string' ? line.replace(/^atmos /, '').split(' ') : line,
        effects: () => effects,
        changeFolder: () => undefined,
        catalog,
      }),
    )
  const helper: World['helper'] = async (verb, input = '', cwd = '/') => {
    let quick = false
    const record = await watch(async outside => {
      const effects = { ...outside, env: { ...outside.env, cwd } }
      const answer = verb === 'get' ? quickGet(input, effects) : undefined
      if (answer === undefined) return await runHelper({ argv: [verb], input, effects, catalog })
      quick = true
      effects.terminal.data(answer)
      return 0
    })
    return { ...record, quick }
  }
  const world: World = {
    files,
    emulator,
    processes,
    env,
    questions,
    places: visits?.places ?? [],
    run,
    helper,
    now: () => now,
    pass: ms => {
      now += ms
    },
  }
  return world
}
