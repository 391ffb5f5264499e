import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './packages.ts'

/** The oldest Node we promise to run on, and the newest of a line that neither this machine nor our tools bring. */
const otherNodes = ['20.19.0', '22.23.3'] as const

/** The npm package that is one version of Node as a program, for this machine. */
export const nodePackage = (version: string): string =>
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@${version}`

/** Where one lies once it is installed. */
export const nodeFolder = (version: string): string => join(cacheFolder, `node-${version}`)

const programOf = (version: string): string =>
  join(nodeFolder(version), 'node_modules', nodePackage(version).replace(`@${version}`, ''), 'bin/node')

/** Programs of those that are installed. */
export const otherNodePrograms = (): readonly string[] => otherNodes.map(programOf).filter(existsSync)

/** Versions that are not installed here. */
export const missingNodes = (): readonly string[] =>
  otherNodes.filter(version => !existsSync(programOf(version)))
