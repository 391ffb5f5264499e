import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { otherNodePrograms } from '../test/peers/other-nodes.ts'

/** A Node to run the built program with. */
export interface Node {
  readonly path: string
  readonly version: string
}

/** The machine's own, those that the peers' tests brought, and the one of this repository's tools. */
export function nodes(): readonly Node[] {
  const own = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => !folder.includes('node_modules'))
    .map(folder => join(folder, 'node'))
    .find(path => existsSync(path))
  const paths = [...(own === undefined ? [] : [own]), ...otherNodePrograms(), process.execPath]
  return paths.map(path => ({
    path,
    version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
  }))
}
