import { join } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'

const mostFolders = 20_000

/** A folder that a walk downwards has come to. */
export interface Step {
  readonly path: string
  /** What it and the folders above it on this walk really are, links followed. */
  readonly trail: readonly string[]
}

export function startAt(path: string, effects: Needs<'files'>): Step {
  return { path, trail: [realOf(path, effects)] }
}

/** The folder of that name below; `undefined` where a link leads back up, so that the walk would never end. */
export function stepInto({ path, trail }: Step, name: string, effects: Needs<'files'>): Step | undefined {
  const below = join(path, name)
  const real = realOf(below, effects)
  return trail.includes(real) ? undefined : { path: below, trail: [...trail, real] }
}

/** A walk from `/` must end, and not as if all had been seen. @throws Failure `config-import-failed` */
export function mustEndBy(seen: number, start: string): void {
  if (seen <= mostFolders) return
  throw new Failure({
    code: 'config-import-failed',
    what: `Could not look for files in ${start}`,
    why: `more than ${mostFolders} folders lie below it`,
    next: 'Name a folder further down',
  })
}

/** What may not be looked at is taken for itself. */
function realOf(path: string, { files }: Needs<'files'>): string {
  try {
    return files.resolve(path)
  } catch {
    return path
  }
}
