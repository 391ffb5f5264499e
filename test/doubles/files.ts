import { dirname, resolve } from 'node:path/posix'
import type { FileFacts, Files, ReplaceOptions } from '../../src/effects/files.ts'

/** What a test may do to files in memory, beside using them. */
export interface MemoryFiles extends Files {
  /** Content by absolute path, as text. */
  contents(): Readonly<Record<string, string>>
  /** Puts a file there as a neighbour would: no lock, no questions. */
  put(path: string, content: string | Uint8Array, mode?: number): void
  link(path: string, target: string): void
  /** Called in the middle of a replacement: before its comparison, or after it is done. */
  onReplace: ((moment: 'before' | 'after', path: string) => void) | undefined
  /** Makes every write fail as the system would, with `EACCES`, `ENOSPC`, … */
  refuseWrites: string | undefined
}

interface Entry {
  bytes: Uint8Array
  mode: number
  modified: number
}

/** A file system in memory with the manners of the real one; every folder exists. */
export function memoryFiles(initial: Readonly<Record<string, string>> = {}): MemoryFiles {
  const entries = new Map<string, Entry>()
  const links = new Map<string, string>()
  const folders = new Set<string>(['/'])
  const locks = new Set<string>()
  let ticks = 0

  const follow = (path: string): string => {
    const target = links.get(path)
    return target === undefined ? path : follow(resolve(dirname(path), target))
  }
  const addFolders = (folder: string): void => {
    if (folders.has(folder)) return
    folders.add(folder)
    addFolders(dirname(folder))
  }
  const write = (path: string, bytes: Uint8Array, mode: number): void => {
    ticks += 1
    addFolders(dirname(path))
    entries.set(path, { bytes: Uint8Array.from(bytes), mode, modified: ticks })
  }
  const refuse = (): void => {
    const code = files.refuseWrites
    if (code !== undefined) throw Object.assign(new Error(`${code}: refused by the test`), { code })
  }
  const read = (path: string): Uint8Array | undefined => {
    const bytes = entries.get(follow(path))?.bytes
    return bytes === undefined ? undefined : Uint8Array.from(bytes)
  }

  const files: MemoryFiles = {
    onReplace: undefined,
    refuseWrites: undefined,
    contents: () =>
      Object.fromEntries(
        [...entries].map(([path, { bytes }]) => [path, Buffer.from(bytes).toString('utf8')]),
      ),
    put: (path, content, mode = 0o600) => write(follow(path), Buffer.from(content), mode),
    link: (path, target) => {
      links.set(path, target)
    },
    read,
    stat: path => factsOf(entries.get(follow(path))) ?? (folders.has(path) ? folderFacts : undefined),
    list: folder =>
      [...entries.keys(), ...links.keys(), ...folders]
        .filter(path => path !== folder && dirname(path) === folder)
        .map(path => path.slice(folder.length + (folder === '/' ? 0 : 1)))
        .sort(),
    resolve: follow,
    replace(path, content, options: ReplaceOptions = {}) {
      refuse()
      const target = follow(path)
      files.onReplace?.('before', target)
      const { expect } = options
      if (expect !== undefined && !same(read(target), expect.bytes)) return 'changed'
      const existing = entries.get(target)?.mode
      const mode = existing === undefined ? (options.mode ?? 0o600) : existing
      write(target, Buffer.from(content), options.tighten === true ? mode & 0o700 : mode)
      files.onReplace?.('after', target)
      return 'written'
    },
    append(path, content) {
      refuse()
      const before = Buffer.from(read(path) ?? [])
      write(
        follow(path),
        Buffer.concat([before, Buffer.from(content)]),
        entries.get(follow(path))?.mode ?? 0o600,
      )
    },
    remove(path) {
      refuse()
      return links.delete(path) || entries.delete(path)
    },
    removeFolder(path) {
      if (files.list(path).length === 0) folders.delete(path)
    },
    makeFolder(path) {
      refuse()
      addFolders(path)
    },
    async lock(path) {
      refuse()
      const target = follow(path)
      if (locks.has(target)) return undefined
      locks.add(target)
      return () => {
        locks.delete(target)
      }
    },
  }
  for (const [path, content] of Object.entries(initial)) files.put(path, content)
  return files
}

const folderFacts: FileFacts = { type: 'folder', size: 0, modified: 0, mode: 0o700, uid: 1000, gid: 1000 }

function factsOf(entry: Entry | undefined): FileFacts | undefined {
  if (entry === undefined) return undefined
  const { bytes, mode, modified } = entry
  return { type: 'file', size: bytes.length, modified, mode, uid: 1000, gid: 1000 }
}

function same(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return Buffer.compare(one, other) === 0
}
