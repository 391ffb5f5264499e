import { lstatSync, readdirSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isDead, ownOwner, readOwner, writeOwner } from './owner.ts'
import { unless } from './system-code.ts'

/**
 * The files this program puts beside another one for a moment: `.<name>.atmos-auth.<owner>.<n>.<ending>`.
 * The owner in the name lets a later run tell a killed run's leftover from a living run's work.
 */

let count = 0

/** A name nobody else uses, in the same folder (so that a rename stays on one file system). */
export function nameBeside(path: string, ending: 'new' | 'journal'): string {
  count += 1
  return join(dirname(path), `${prefixOf(path)}${writeOwner(ownOwner())}.${count}.${ending}`)
}

/** What is left beside a file by runs that were killed. */
export interface Leftovers {
  readonly unfinished: readonly string[]
  readonly journals: readonly string[]
}

/** Finds the files beside `path` whose owners are dead. */
export function leftoversBeside(path: string): Leftovers {
  const prefix = prefixOf(path)
  const folder = dirname(path)
  const names = unless(['ENOENT'], () => readdirSync(folder)) ?? []
  const paths = names
    .filter(name => name.startsWith(prefix))
    .map(name => ({ owner: readOwner(name.slice(prefix.length)), full: join(folder, name) }))
    .filter(({ owner, full }) => owner !== undefined && isDead(owner, lastChange(full)))
    .map(({ full }) => full)
  return {
    unfinished: paths.filter(each => each.endsWith('.new')),
    journals: paths.filter(each => each.endsWith('.journal')),
  }
}

/** @returns whether there was one */
export function removeFile(path: string): boolean {
  return (
    unless(['ENOENT'], () => {
      unlinkSync(path)
      return true
    }) ?? false
  )
}

/** Milliseconds since the epoch; 0 for what has gone meanwhile. */
export function lastChange(path: string): number {
  return unless(['ENOENT'], () => lstatSync(path).mtimeMs) ?? 0
}

/** Where the lock of a file lies. */
export function lockBeside(path: string): string {
  return join(dirname(path), `${prefixOf(path)}lock`)
}

function prefixOf(path: string): string {
  return `.${basename(path)}.atmos-auth.`
}
