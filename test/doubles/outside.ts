import { dirname, join } from 'node:path/posix'
import type { Effects } from '../../src/effects/effects.ts'
import type { Files } from '../../src/effects/files.ts'
import type { HttpResponse } from '../../src/effects/http.ts'
import type { RunRequest, RunResult } from '../../src/effects/processes.ts'
import { fakeEnvironment } from './environment.ts'

export interface FakeFile {
  readonly content: string | Uint8Array
  readonly uid?: number
  readonly gid?: number
  readonly mode?: number
}

export interface Outside {
  /** By absolute path. Folders are there because something is in them. */
  readonly files?: Readonly<Record<string, string | FakeFile>>
  /** Modes of folders; 0o755 unless said otherwise. */
  readonly folderModes?: Readonly<Record<string, number>>
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly home?: string
  readonly platform?: NodeJS.Platform
  /** By URL; a text is an answer of 200. */
  readonly web?: Readonly<Record<string, string | HttpResponse>>
  /** What a program gives, by the shell line it was given. */
  readonly programs?: (line: string, request: RunRequest) => RunResult
}

export const myUid = 1000

/** Effects as a configuration reads them: files, variables, web and programs given by hand, nothing else. */
export function fakeOutside(outside: Outside): Pick<
  Effects,
  'files' | 'env' | 'http' | 'clock' | 'random' | 'processes'
> & {
  readonly lines: string[]
  readonly fetched: string[]
} {
  const lines: string[] = []
  const fetched: string[] = []
  return {
    lines,
    fetched,
    files: fakeFiles(outside.files ?? {}, outside.folderModes ?? {}),
    env: fakeEnvironment(outside.env, {
      uid: myUid,
      ...(outside.platform !== undefined && { platform: outside.platform }),
      ...(outside.cwd !== undefined && { cwd: outside.cwd }),
      ...(outside.home !== undefined && { home: outside.home }),
    }),
    clock: { now: () => 0, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY },
    random: { bytes: count => new Uint8Array(count), fraction: () => 0.5 },
    http: {
      async send({ url }) {
        fetched.push(url)
        const answer = outside.web?.[url]
        if (answer === undefined)
          throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${url}`), { code: 'ENOTFOUND' })
        return typeof answer === 'string' ? { status: 200, headers: {}, body: answer } : answer
      },
    },
    processes: {
      async run(request) {
        const line = request.args.at(-1) ?? ''
        lines.push(line)
        if (outside.programs !== undefined) return outside.programs(line, request)
        return { exitCode: 0, stdout: '', stderr: '', timedOut: false }
      },
      talk: async () => {
        throw new Error('a configuration talks to nobody')
      },
      attach: async () => 0,
      find: () => undefined,
    },
  }
}

function fakeFiles(
  given: Readonly<Record<string, string | FakeFile>>,
  modes: Readonly<Record<string, number>>,
): Files {
  const files = new Map(Object.entries(given))
  const folders = new Map<string, Set<string>>()
  for (const path of files.keys()) {
    for (let child = path; child !== dirname(child); child = dirname(child)) {
      const parent = dirname(child)
      folders.set(parent, (folders.get(parent) ?? new Set()).add(child.slice(join(parent, '/').length)))
    }
  }
  const refuse = () => {
    throw new Error('a configuration is only read')
  }
  return {
    read(path) {
      const file = files.get(path)
      if (file === undefined) return undefined
      const content = typeof file === 'string' ? file : file.content
      return typeof content === 'string' ? new TextEncoder().encode(content) : content
    },
    stat(path) {
      const file = files.get(path)
      const owned = typeof file === 'object' ? file : {}
      const facts = { size: 1, modified: 1, mode: 0o644, uid: myUid, gid: myUid, ...owned }
      if (file !== undefined) return { type: 'file', ...facts }
      return folders.has(path) ? { type: 'folder', ...facts, mode: modes[path] ?? 0o755 } : undefined
    },
    list: folder => [...(folders.get(folder) ?? [])].sort(),
    resolve: path => path,
    replace: refuse,
    append: refuse,
    remove: refuse,
    removeFolder: refuse,
    makeFolder: refuse,
    lock: refuse,
  }
}
