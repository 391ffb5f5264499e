import { dirname, join, resolve } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { textAt, typeAt } from './probe.ts'

/** The root of the Git work tree that holds a folder; `undefined` outside of one. */
export function gitRoot(folder: string, effects: Needs<'files'>): string | undefined {
  for (const candidate of ancestors(folder)) {
    if (typeAt(join(candidate, '.git'), effects) !== undefined) return candidate
  }
  return undefined
}

/** A folder and all folders above it, nearest first. */
export function ancestors(folder: string): readonly string[] {
  const found = [folder]
  for (let parent = dirname(folder); parent !== found.at(-1); parent = dirname(parent)) found.push(parent)
  return found
}

/**
 * Where Git keeps what it knows of a work tree. In a linked work tree `.git` is a file that names the
 * folder, and most of the knowledge lies with the main one.
 */
export function gitFolders(
  root: string,
  effects: Needs<'files'>,
): { readonly own: string; readonly common: string } {
  const dotGit = join(root, '.git')
  const named = textAt(dotGit, effects)
  const own = named === undefined ? dotGit : resolve(root, named.replace(/^gitdir:\s*/, '').trim())
  const common = textAt(join(own, 'commondir'), effects)
  return { own, common: common === undefined ? own : resolve(own, common.trim()) }
}
