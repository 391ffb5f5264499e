import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { program } from '../../doubles/built.ts'
import type { Command, Outcome } from './messages.ts'

/** Someone on the island: a home folder, an environment, and programs they run. */
export interface Person {
  readonly home: string
  readonly env: Readonly<Record<string, string>>
  /** Runs a program to its end. */
  run(line: Command['line'], extra?: Partial<Pick<Command, 'env' | 'input'>>): Promise<Outcome>
  /** Starts a program that stays, and waits for its first words. */
  start(line: Command['line']): Promise<Outcome>
  /** Runs our own built program. */
  atmos(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>
  /** Writes a file, given its path inside the home folder. */
  write(path: string, text: string): void
  /** Text of the person's Docker configuration; empty when there is none. */
  dockerConfig(): string
}

export interface PersonFacts {
  readonly home: string
  /** The island's folder, where its authority's certificate and the engine's socket are. */
  readonly island: string
  readonly path: string
  readonly env: Readonly<Record<string, string>>
  readonly run: (command: Command) => Promise<Outcome>
}

/** Shorter than the program's own deadline: a login that lingers after its work is killed, and fails. */
const promptly = 15_000

/** Makes a person whose programs trust the island's authority and see nothing of the machine's environment. */
export function makePerson(facts: PersonFacts): Person {
  const { home, path } = facts
  const runtime = join(home, 'runtime')
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const env = {
    PATH: path,
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    LANG: 'C.UTF-8',
    TMPDIR: runtime,
    DOCKER_HOST: `unix://${join(facts.island, 'docker.sock')}`,
    ...trust(facts),
    ...facts.env,
  }
  const launch = (line: Command['line'], extra: Partial<Command>) =>
    facts.run({
      timeoutMs: 60_000,
      background: false,
      ...extra,
      line,
      cwd: home,
      env: { ...env, ...extra.env },
    })
  return {
    home,
    env,
    run: (line, extra = {}) => launch(line, extra),
    start: line => launch(line, { background: true }),
    atmos: (args, extra = {}) =>
      launch([process.execPath, program, ...args], { env: extra, timeoutMs: promptly }),
    write: (name, text) => {
      mkdirSync(dirname(join(home, name)), { recursive: true })
      writeFileSync(join(home, name), text, { mode: 0o600 })
    },
    dockerConfig: () => {
      const file = join(home, '.docker/config.json')
      return existsSync(file) ? readFileSync(file, 'utf8') : ''
    },
  }
}

/** How each kind of program learns of the authority: Go programs, the AWS CLI, Node. */
function trust({ island }: PersonFacts) {
  const authority = join(island, 'authority.pem')
  return {
    SSL_CERT_FILE: authority,
    AWS_CA_BUNDLE: authority,
    NODE_EXTRA_CA_CERTS: authority,
  }
}
