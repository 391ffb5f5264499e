import { join, parse } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import { namesIn, typeAt } from './probe.ts'
import { mustEndBy, type Step, startAt, stepInto } from './walk.ts'

const deepest = 20

/**
 * The YAML files of a folder and the folders below it, in the order they apply: by depth, then by name.
 * Of `a.yaml` and `a.yml` in one folder only the first counts.
 * @returns absolute paths; empty when there is no such folder
 */
export function yamlFilesBelow(folder: string, effects: Needs<'files'>): readonly string[] {
  if (typeAt(folder, effects) !== 'folder') return []
  const found: string[] = []
  let level = [startAt(folder, effects)]
  let seen = 0
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const below: Step[] = []
    for (const current of level) {
      mustEndBy(++seen, folder)
      const { yaml, folders } = contents(current, effects)
      found.push(...yaml)
      below.push(...folders)
    }
    level = below
  }
  return found
}

function contents(folder: Step, effects: Needs<'files'>) {
  const names = namesIn(folder.path, effects)
  const all = new Set(names)
  const yaml: string[] = []
  const folders: Step[] = []
  for (const name of [...names].sort()) {
    const path = join(folder.path, name)
    const type = typeAt(path, effects)
    const below = type === 'folder' ? stepInto(folder, name, effects) : undefined
    if (below !== undefined) folders.push(below)
    else if (type === 'file' && isYaml(name) && !isShadowed(name, all)) yaml.push(path)
  }
  return { yaml, folders }
}

function isYaml(name: string): boolean {
  return name.endsWith('.yaml') || name.endsWith('.yml')
}

function isShadowed(name: string, all: ReadonlySet<string>): boolean {
  return name.endsWith('.yml') && all.has(`${parse(name).name}.yaml`)
}
