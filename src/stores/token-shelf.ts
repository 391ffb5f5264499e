import { pathsOf } from '../auth/folders.ts'
import type { Needs } from '../effects/effects.ts'
import { encodeToken, isGood, type KeptToken, readKeptToken, tokenFolder } from './kept-token.ts'

/**
 * The folder with one private file per registry token. What cannot be written there is not kept, and no
 * reason to fail: a token can be had again.
 */
export interface TokenShelf {
  read(name: string): KeptToken | undefined
  write(name: string, token: KeptToken): void
  remove(name: string): void
  /** Names of all files, sorted. */
  names(): readonly string[]
  /** Removes what has expired. */
  sweep(): void
  /** Takes the lock of a file. @returns `undefined` when the time ran out, or nothing can be kept here */
  lock(name: string, waitMs: number): Promise<(() => void) | undefined>
}

export function tokenShelf({ files, env, clock }: Needs<'files' | 'env' | 'clock'>): TokenShelf {
  const folder = quietly(() => tokenFolder(env))
  if (folder === undefined) return noShelf
  const { join } = pathsOf(env)
  const pathOf = (name: string): string => join(folder, name)
  const shelf: TokenShelf = {
    read: name => readKeptToken(pathOf(name), files),
    write: (name, token) => {
      quietly(() => {
        files.makeFolder(folder)
        files.replace(pathOf(name), encodeToken(token), { tighten: true })
      })
    },
    remove: name => {
      quietly(() => files.remove(pathOf(name)))
    },
    names: () => (quietly(() => files.list(folder)) ?? []).filter(name => name.endsWith('.json')),
    sweep: () => {
      for (const name of shelf.names()) {
        const token = shelf.read(name)
        if (token !== undefined && !isGood(token, clock.now())) shelf.remove(name)
      }
    },
    lock: async (name, waitMs) => {
      try {
        files.makeFolder(folder)
        return await files.lock(pathOf(name), waitMs)
      } catch {
        return undefined
      }
    },
  }
  return shelf
}

/** For users without a home folder. */
const noShelf: TokenShelf = {
  read: () => undefined,
  write: () => {},
  remove: () => {},
  names: () => [],
  sweep: () => {},
  lock: async () => undefined,
}

function quietly<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch {
    return undefined
  }
}
