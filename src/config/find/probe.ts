import type { Needs } from '../../effects/effects.ts'
import type { FileFacts } from '../../effects/files.ts'

/**
 * What stands at a path. A place that may not be looked into, or that cannot be a place, has nothing for us:
 * looking for a configuration must not fail over a neighbour's folder.
 */
export function typeAt(path: string, { files }: Needs<'files'>): FileFacts['type'] | undefined {
  try {
    return files.stat(path)?.type
  } catch {
    return undefined
  }
}

/** Names in a folder, sorted; empty where there is none, or none that we may see. */
export function namesIn(folder: string, { files }: Needs<'files'>): readonly string[] {
  try {
    return files.list(folder)
  } catch {
    return []
  }
}

/** The text of a file; `undefined` where there is none, or none that we may read. */
export function textAt(path: string, effects: Needs<'files'>): string | undefined {
  try {
    const bytes = typeAt(path, effects) === 'file' ? effects.files.read(path) : undefined
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
  } catch {
    return undefined
  }
}
