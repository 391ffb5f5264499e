import { join } from 'node:path'
import type { Needs } from '../effects/effects.ts'

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

/** What may not be looked at is taken for itself. */
function realOf(path: string, { files }: Needs<'files'>): string {
  try {
    return files.resolve(path)
  } catch {
    return path
  }
}
