import { AliasNotFoundError, type CommandContext, FlagNotFoundError, type RouteMap } from '@stricli/core'
import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import { scannerFailure } from './scanner-failure.ts'

export interface UnknownWord {
  readonly input: string
  /** Words at this place that are spelled alike. */
  readonly corrections: readonly string[]
}

/** A word that is no command, with the commands that were most likely meant. */
export function unknownWord<C extends CommandContext>(
  { input, corrections }: UnknownWord,
  { name, routes }: { readonly name: string; readonly routes: RouteMap<C> },
): Failure {
  // Where a command is wanted, the parser takes a flag for a word.
  if (input.startsWith('--')) return scannerFailure(new FlagNotFoundError(input.slice(2), []), name)
  if (input.startsWith('-')) return scannerFailure(new AliasNotFoundError(input.slice(1)), name)
  const here = corrections.map(correction => correction.replaceAll('`', ''))
  const paths = pathsOf(routes, [name])
  const further = paths.filter(path => path.at(-1) === input).map(path => path.join(' '))
  const meant = [further, here, commandsLike(input, paths)].find(words => words.length > 0) ?? []
  return new Failure({
    code: 'usage',
    what: `There is no command ${input}`,
    next: meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : `See ${name} --help`,
  })
}

/** Whole command lines whose last word is the one that was most likely meant. */
function commandsLike(input: string, paths: readonly (readonly string[])[]): readonly string[] {
  const close = nearest(
    input,
    paths.map(path => path.at(-1) ?? ''),
  )
  return paths.filter(path => path.at(-1) === close).map(path => path.join(' '))
}

/** Every command line there is below a place, as its words. */
function pathsOf<C extends CommandContext>(
  routes: RouteMap<C>,
  before: readonly string[],
): readonly (readonly string[])[] {
  return routes.getAllEntries().flatMap(({ name, target }) => {
    const path = [...before, name['convert-camel-to-kebab']]
    return 'getAllEntries' in target ? [path, ...pathsOf(target, path)] : [path]
  })
}
