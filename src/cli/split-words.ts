import { Failure } from '../errors/failure.ts'
import { type GivenFlags, type GlobalFlag, type GlobalFlagName, globalFlags } from './global-flags.ts'

export interface SplitWords {
  readonly given: GivenFlags
  /** What is left for the command: its words, its own flags, and all after `--`. */
  readonly words: readonly string[]
}

const byName = new Map<string, GlobalFlag>(globalFlags.map(flag => [flag.name, flag]))
const byLetter = new Map<string, GlobalFlag>(
  globalFlags.flatMap((flag: GlobalFlag) =>
    flag.letter === undefined ? [] : [[flag.letter, flag] as const],
  ),
)

interface Cursor {
  readonly argv: readonly string[]
  next: number
}

/**
 * Takes the global flags out of a command line, wherever they stand before `--`, and brings
 * `--identity NAME`, `-i NAME`, `-iNAME` into the one form `--identity=NAME` behind the words, so that a
 * bare `--identity` is told from one with a name and works before the command as well.
 */
export function splitWords(argv: readonly string[]): SplitWords {
  const given: Partial<Record<GlobalFlagName, string[]>> = {}
  const words: string[] = []
  const identity: string[] = []
  const cursor: Cursor = { argv, next: 0 }
  while (cursor.next < argv.length) {
    const word = argv[cursor.next++] ?? ''
    if (word === '--') {
      return { given, words: [...asFlags(words), ...identity, '--', ...argv.slice(cursor.next)] }
    }
    const identityGiven = identityName(word, cursor)
    const flag = globalFlagOf(word)
    if (identityGiven !== undefined) {
      identity.push(identityGiven === '' ? '--identity' : `--identity=${identityGiven}`)
    } else if (flag === undefined) words.push(asTheParserReads(word))
    else {
      const name = flag.name as GlobalFlagName
      given[name] = [...(given[name] ?? []), ...valuesOf(flag, word, cursor)]
    }
  }
  return { given, words: [...asFlags(words), ...identity] }
}

/** `help [WORDS]` and `version`, which people type as words, in their one form: a flag. */
function asFlags(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words
  if (first === 'help') return [...rest, '--help']
  return first === 'version' ? ['--version', ...rest] : words
}

/**
 * A word as the parser understands it: it wants `-r=HOST` where people write `-rHOST`, and something behind
 * every `=`; else it takes the word for a plain one. All letters of our commands take a value.
 */
function asTheParserReads(word: string): string {
  const [, unfinished] = /^(--?[a-z][\w.-]*)=$/i.exec(word) ?? []
  if (unfinished !== undefined) throw withoutValue(unfinished)
  return word.replace(/^(-[a-z])(?=[^=])/i, '$1=')
}

function withoutValue(flag: string): Failure {
  return new Failure({ code: 'usage', what: `${flag} needs a value`, next: `Write ${flag}=VALUE` })
}

/** @returns `undefined` when the word is not the identity flag, `''` when no name goes with it */
function identityName(word: string, cursor: Cursor): string | undefined {
  if (word === '--identity' || word === '-i') return wordAfter(cursor) ?? ''
  if (word.startsWith('--identity=')) return word.slice('--identity='.length)
  if (/^-i[^-]/.test(word)) return word.slice(2).replace(/^=/, '')
  return undefined
}

/** The next word, unless it is a flag. A value such as `-5s` is wrong, and is told so where it is read. */
function wordAfter(cursor: Cursor, flag = /^-/): string | undefined {
  const word = cursor.argv[cursor.next]
  if (word === undefined || flag.test(word)) return undefined
  cursor.next++
  return word
}

function globalFlagOf(word: string): GlobalFlag | undefined {
  if (word.startsWith('--')) return byName.get(word.slice(2).split('=', 1)[0] ?? '')
  return word.startsWith('-') && word.length > 1 ? byLetter.get(word.charAt(1)) : undefined
}

function valuesOf(flag: GlobalFlag, word: string, cursor: Cursor): readonly string[] {
  const attached = attachedValue(flag, word)
  if (flag.takes === 'nothing') return [attached ?? '']
  if (flag.takes === 'optional boolean') return [attached ?? 'true']
  const value = attached ?? wordAfter(cursor, /^-(?!\d)/)
  if (value === undefined || value === '') throw withoutValue(`--${flag.name}`)
  return flag.takes === 'list' ? value.split(',').filter(part => part !== '') : [value]
}

function attachedValue(flag: GlobalFlag, word: string): string | undefined {
  const equals = word.indexOf('=')
  if (word.startsWith('--')) return equals === -1 ? undefined : word.slice(equals + 1)
  if (word.length === 2) return undefined
  if (flag.takes === 'nothing') {
    const what = `-${flag.letter} takes no value, but ${word} was given`
    throw new Failure({ code: 'usage', what, next: `Write -${flag.letter} alone` })
  }
  return word.slice(2).replace(/^=/, '')
}
