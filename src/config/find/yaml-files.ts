import { join } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { typeAt } from './probe.ts'
import { foldersFrom } from './walk.ts'

const mostLevels = 20

/**
 * The YAML files of a folder and the folders below it, in the order they apply: by depth, then by name.
 * Of `a.yaml` and `a.yml` in one folder only the first counts.
 * @returns absolute paths; empty when there is no such folder
 */
export function yamlFilesBelow(folder: string, effects: Needs<'files'>): readonly string[] {
  if (typeAt(folder, effects) !== 'folder') return []
  return [...foldersFrom(folder, mostLevels, effects)].flatMap(({ path, files }) => {
    const names = new Set(files)
    const isShadowed = (name: string) => name.endsWith('.yml') && names.has(name.replace(/\.yml$/, '.yaml'))
    return files.filter(name => isYaml(name) && !isShadowed(name)).map(name => join(path, name))
  })
}

/** Whether a file is one of YAML by its name. */
export function isYaml(name: string): boolean {
  return name.endsWith('.yaml') || name.endsWith('.yml')
}
