import type { Effects } from '../../src/effects/effects.ts'
import type { HttpHandler, HttpResponse } from '../../src/effects/http.ts'
import { fakeEnvironment } from './environment.ts'
import { type MemoryFiles, memoryFiles } from './files.ts'
import { type FakeProcesses, type FakeProgram, fakeProcesses } from './processes.ts'

export interface PersonOptions {
  readonly http: HttpHandler
  readonly files?: MemoryFiles
  readonly env?: Readonly<Record<string, string>>
  /** A screen and a browser. Default yes. */
  readonly desktop?: boolean
  /** Somebody at a terminal. Default yes. */
  readonly attended?: boolean
  readonly programs?: Readonly<Record<string, FakeProgram>>
  readonly deadline?: number
}

export interface Person extends Effects {
  readonly files: MemoryFiles
  readonly processes: FakeProcesses
  /** Everything that was said, and every line of a spinner. */
  readonly said: string[]
  readonly opened: string[]
  readonly waits: number[]
  /** Moves the clock; sleepers whose time has come wake up. */
  pass(ms: number): void
  /** What the browser does with a page that is opened. */
  onOpen: (url: string) => void
  /** A request to the loopback server that listens now. */
  visit(url: string, method?: 'GET' | 'HEAD' | 'POST'): Promise<HttpResponse>
  readonly isListening: boolean
}

export const start = Date.parse('2026-11-23T12:00:00Z')

/** A person in front of a machine in memory: a terminal, a browser, a clock that tests and waiting move. */
export function person(options: PersonOptions): Person {
  const { desktop = true, attended = true, files = memoryFiles() } = options
  let now = start
  let handler: HttpHandler | undefined
  let port = 41_000
  let deadline = options.deadline === undefined ? Number.POSITIVE_INFINITY : start + options.deadline
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  const said: string[] = []
  const opened: string[] = []
  const waits: number[] = []
  const one: Person = {
    files,
    said,
    opened,
    waits,
    processes: fakeProcesses(options.programs),
    onOpen: () => {},
    get isListening() {
      return handler !== undefined
    },
    pass(ms) {
      now += ms
      for (const sleeper of [...sleepers]) {
        if (sleeper.until > now) continue
        sleepers.delete(sleeper)
        sleeper.wake()
      }
    },
    async visit(url, method = 'GET') {
      if (handler === undefined) throw Object.assign(new Error('nobody listens'), { code: 'ECONNREFUSED' })
      return await handler({ method, url, headers: {} })
    },
    http: { send: request => options.http(request) },
    random: {
      bytes: count => crypto.getRandomValues(new Uint8Array(count)),
      fraction: () => 0.5,
    },
    env: fakeEnvironment(options.env),
    clock: {
      now: () => now,
      get deadline() {
        return deadline
      },
      extend: ms => {
        deadline += ms
      },
      async sleep(ms, how) {
        if (how?.background === true) {
          await new Promise<void>(wake => sleepers.add({ until: now + ms, wake }))
          return
        }
        waits.push(ms)
        one.pass(ms)
        await new Promise(setImmediate)
      },
    },
    terminal: {
      data: () => {},
      say: text => void said.push(text),
      isTerminal: { stdin: attended, stdout: attended, stderr: attended },
      canAsk: attended,
      canSignIn: attended,
      columns: 100,
      readInput: async () => '',
      choose: async () => undefined,
      ask: async () => undefined,
      confirm: async () => undefined,
      spin: text => {
        said.push(text)
        return { update: next => void said.push(next), stop: () => {} }
      },
    },
    browser: {
      available: desktop,
      open: async url => {
        opened.push(url)
        one.onOpen(url)
        return desktop
      },
      openApart: async () => false,
      chrome: () => undefined,
    },
    server: {
      async listen(given) {
        handler = given
        port += 1
        return {
          url: `http://127.0.0.1:${port}`,
          close: async () => {
            handler = undefined
          },
        }
      },
      untilStopped: async () => {},
    },
  }
  return one
}
