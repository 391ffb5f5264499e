import type { Origin, Problem } from '../auth/auth-config.ts'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import type { LoadOptions } from './options.ts'
import type { Branch } from './yaml/tree.ts'

export type LoadNeeds = Needs<'files' | 'env' | 'http' | 'clock' | 'random'>

/** What has been read so far. */
export interface Loading {
  readonly options: LoadOptions
  readonly effects: LoadNeeds
  /** Files, in the order they apply. */
  readonly files: string[]
  /** What each of them says, functions carried out. */
  readonly layers: Branch[]
  readonly problems: Problem[]
}

export function startLoading(options: LoadOptions, effects: LoadNeeds): Loading {
  return { options, effects, files: [], layers: [], problems: [] }
}

/**
 * Does a part of the loading; with `collect`, a failure becomes a problem and the rest goes on.
 * @returns what the part gives; `undefined` where it failed
 */
export async function attempt<T>(loading: Loading, part: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await part()
  } catch (thrown) {
    if (loading.options.collect !== true || !(thrown instanceof Failure)) throw thrown
    loading.problems.push(problemOf(thrown))
    return undefined
  }
}

/** A failure as one of several problems. */
function problemOf({ message, next, details }: Failure): Problem {
  const { file, line = 1, column = 1, reason } = details as Partial<Origin> & { readonly reason?: string }
  return {
    severity: 'error',
    path: '',
    message: reason ?? message,
    ...(next === undefined ? {} : { next }),
    ...(file === undefined ? {} : { origin: { file, line, column } }),
  }
}
