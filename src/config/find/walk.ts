import { join } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { namesIn, typeAt } from './probe.ts'

const mostFolders = 20_000

/** A folder that a walk downwards has come to. */
interface Step {
  readonly path: string
  /** What it and the folders above it on this walk really are, links followed. */
  readonly trail: readonly string[]
}

export interface Folder {
  readonly path: string
  /** Names of the files in it, sorted. */
  readonly files: readonly string[]
}

/**
 * A folder and those below it, level by level and by name on each. A link that leads back up is not followed,
 * because the walk would never end.
 * @param levels how deep to go; 1 is the folder alone
 * @throws Failure `config-import-failed` when there are too many to look into
 */
export function* foldersFrom(start: string, levels: number, effects: Needs<'files'>): Generator<Folder> {
  let level: readonly Step[] = [{ path: start, trail: [realOf(start, effects)] }]
  let seen = 0
  for (let depth = 0; depth < levels && level.length > 0; depth++) {
    const below: Step[] = []
    for (const step of level) {
      mustEndBy(++seen, start)
      const { files, folders } = contents(step, effects)
      below.push(...folders)
      yield { path: step.path, files }
    }
    level = below
  }
}

function contents(step: Step, effects: Needs<'files'>) {
  const files: string[] = []
  const folders: Step[] = []
  for (const name of namesIn(step.path, effects)) {
    const path = join(step.path, name)
    const type = typeAt(path, effects)
    if (type === 'file') files.push(name)
    if (type !== 'folder') continue
    const real = realOf(path, effects)
    if (!step.trail.includes(real)) folders.push({ path, trail: [...step.trail, real] })
  }
  return { files, folders }
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
