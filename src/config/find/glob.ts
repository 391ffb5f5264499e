import { dirname, join } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { foldersFrom } from './walk.ts'

const magic = /[*?[{]/

const mostLevels = 50

export function isGlob(path: string): boolean {
  return magic.test(path)
}

/**
 * Files that match a pattern with `*`, `**`, `?`, `[a-z]` and `{a,b}`.
 * @param pattern absolute
 * @returns absolute paths, sorted
 */
export function filesMatching(pattern: string, effects: Needs<'files'>): readonly string[] {
  const matches = globExpression(pattern)
  const start = fixedPart(pattern)
  return [...foldersFrom(start, levelsOf(pattern, start), effects)]
    .flatMap(({ path, files }) => files.map(name => join(path, name)))
    .filter(file => matches.test(file))
    .sort()
}

/** How many levels of folders, from `start` on, files of the pattern can lie in. */
function levelsOf(pattern: string, start: string): number {
  if (pattern.includes('**')) return mostLevels
  return partsOf(pattern).length - partsOf(start).length
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter(part => part !== '')
}

/** The folder above the first part that is a pattern. */
function fixedPart(pattern: string): string {
  let folder = pattern
  while (magic.test(folder)) folder = dirname(folder)
  return folder
}

/** The pattern as a regular expression over whole paths. @throws Failure `config-import-failed` */
export function globExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^{}]*\}|[.+^$()|\\[\]{}]/g, token => {
    if (token === '**/') return '(?:[^/]+/)*'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 2 && token.startsWith('[')) return classOf(token)
    if (token.length > 1) return `(?:${token.slice(1, -1).split(',').map(alternative).join('|')})`
    return `\\${token}`
  })
  try {
    return new RegExp(`^${source}$`, 'u')
  } catch (thrown) {
    throw new Failure({
      code: 'config-import-failed',
      what: `Could not import ${pattern}`,
      why: 'it is no pattern: something in its brackets is in the wrong order',
      next: 'Correct the pattern: *, **, ?, [a-z] and {a,b} are known',
      cause: thrown,
    })
  }
}

function classOf(token: string): string {
  const inside = token.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')
  return `[${inside}]`
}

/** Inside braces only `*` and `?` are special. */
function alternative(text: string): string {
  return text
    .replaceAll(/[.+^$()|\\[\]]/g, char => `\\${char}`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
}
