import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Node to measure with: the one of this repository's tools, and the machine's own. */
export interface Node {
  readonly path: string
  readonly version: string
}

export function nodes(): readonly Node[] {
  const own = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => !folder.includes('node_modules'))
    .map(folder => join(folder, 'node'))
    .find(path => existsSync(path))
  const paths = own === undefined ? [process.execPath] : [own, process.execPath]
  return paths.map(path => ({
    path,
    version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
  }))
}
