import { dirname, join } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { namesIn, typeAt } from './probe.ts'
import { mustEndBy, type Step, startAt, stepInto } from './walk.ts'

const magic = /[*?[{]/

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
  const isDeep = pattern.includes('**')
  const start = fixedPart(pattern)
  const depth = isDeep ? 50 : pattern.split('/').length - start.split('/').length + (start === '/' ? 1 : 0)
  const found: string[] = []
  let level = [startAt(start, effects)]
  let seen = 0
  for (let step = 0; step < depth && level.length > 0; step++) {
    const below: Step[] = []
    for (const folder of level) {
      mustEndBy(++seen, start)
      for (const name of namesIn(folder.path, effects)) {
        const path = join(folder.path, name)
        const type = typeAt(path, effects)
        const step = type === 'folder' ? stepInto(folder, name, effects) : undefined
        if (step !== undefined) below.push(step)
        else if (type === 'file' && matches.test(path)) found.push(path)
      }
    }
    level = below
  }
  return found.sort()
}

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
