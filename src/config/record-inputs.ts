import type { Environment } from '../effects/environment.ts'
import type { Files } from '../effects/files.ts'
import { type Inputs, type Question, stampAt, variableMark } from './inputs.ts'
import type { LoadNeeds } from './loading.ts'

/**
 * A file that was changed less than this long ago may change once more without its stamp showing it: some
 * file systems count in steps of two seconds.
 */
const settleMs = 2_000

export interface Recording {
  /** The same outside; what is asked of it is written down. */
  readonly effects: LoadNeeds
  /**
   * What was asked for so far.
   * @returns `undefined` where it cannot be told whether the answers would be the same another time: the
   *   network or chance was asked, or a file was changed only just now
   */
  inputs(): Inputs | undefined
}

/** Looks over the shoulder of whoever reads a configuration. */
export function recordInputs(effects: LoadNeeds): Recording {
  const seen = new Map<string, string>()
  const variables = new Map<string, string | null>()
  const notes = { unsteady: false, cwd: undefined as string | undefined }
  const unsteady = (): void => {
    notes.unsteady = true
  }
  const { clock, http, random } = effects
  return {
    effects: {
      clock,
      files: recordingFiles(effects.files, (path, question) => {
        const known = seen.get(path)
        if (known === undefined || (question === 'content' && !known.includes(' ') && known !== 'absent'))
          seen.set(path, stampAt(path, question, effects.files))
      }),
      env: recordingEnvironment(effects.env, { variables, notes, unsteady }),
      http: {
        send: (request, timeoutMs) => {
          unsteady()
          return http.send(request, timeoutMs)
        },
      },
      random: {
        bytes: count => random.bytes(count),
        fraction: () => {
          unsteady()
          return random.fraction()
        },
      },
    },
    inputs: () => {
      if (notes.unsteady || isRestless(seen, clock.now())) return undefined
      const { cwd } = notes
      const files = Object.fromEntries(seen)
      return {
        files,
        variables: Object.fromEntries(variables),
        ...(cwd === undefined ? {} : { cwd }),
      }
    },
  }
}

function isRestless(seen: ReadonlyMap<string, string>, now: number): boolean {
  return [...seen.values()].some(stamp => {
    const modified = Number(stamp.split(' ')[2] ?? 0)
    return modified > now - settleMs
  })
}

function recordingFiles(files: Files, note: (path: string, question: Question) => void): Files {
  return {
    ...files,
    read: path => {
      note(path, 'content')
      return files.read(path)
    },
    list: folder => {
      note(folder, 'content')
      return files.list(folder)
    },
    stat: path => {
      note(path, 'type')
      return files.stat(path)
    },
  }
}

interface Notebook {
  readonly variables: Map<string, string | null>
  readonly notes: { cwd: string | undefined }
  unsteady(): void
}

function recordingEnvironment(env: Environment, { variables, notes, unsteady }: Notebook): Environment {
  const get = (name: string): string | undefined => {
    const value = env.get(name)
    variables.set(name, variableMark(value))
    return value
  }
  return {
    get,
    all: () => {
      unsteady()
      return env.all()
    },
    platform: env.platform,
    uid: env.uid,
    node: env.node,
    nodeVersion: env.nodeVersion,
    get cwd() {
      notes.cwd = env.cwd
      return env.cwd
    },
    get home() {
      get('HOME')
      return env.home
    },
  }
}
