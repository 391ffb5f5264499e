import {
  AliasNotFoundError,
  ArgumentParseError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from '@stricli/core'
import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import { toFailure } from '../errors/to-failure.ts'
import { globalFlags } from './global-flags.ts'

interface Sentence {
  readonly what: string
  readonly why?: string | undefined
  readonly next?: string | undefined
}

/** A mistake in the words of a command line, in our own sentences: those of the parser speak to programmers. */
export function scannerFailure(thrown: unknown, name: string): Failure {
  const sentence = sentenceOf(thrown, name)
  if (sentence === undefined) return toFailure(thrown)
  const { what, why, next = `See the command's --help, or ${name} --help` } = sentence
  return new Failure({ code: 'usage', what, next, ...(why === undefined ? {} : { why }) })
}

function sentenceOf(thrown: unknown, name: string): Sentence | undefined {
  if (thrown instanceof ArgumentParseError) return misread(thrown)
  if (thrown instanceof EnumValidationError) return notAmong(thrown)
  if (thrown instanceof FlagNotFoundError) return unknownFlag(thrown, name)
  if (thrown instanceof AliasNotFoundError) return { what: `There is no flag -${thrown.input}` }
  if (thrown instanceof UnexpectedFlagError) return twice(thrown)
  if (thrown instanceof UnsatisfiedFlagError) return withoutValue(thrown)
  if (thrown instanceof InvalidNegatedFlagSyntaxError) {
    const flag = spelled(thrown.externalFlagName)
    return { what: `${flag} takes no value, but =${thrown.valueText} was given`, next: `Write ${flag} alone` }
  }
  if (thrown instanceof UnexpectedPositionalError) {
    const { expectedCount, input } = thrown
    const most = expectedCount === 0 ? 'none' : `at most ${expectedCount}`
    return { what: `"${input}" is one word too many: this command takes ${most}` }
  }
  if (thrown instanceof UnsatisfiedPositionalError) return { what: `${thrown.placeholder} is missing` }
  return undefined
}

/** A flag that nobody has, with the one that was most likely meant. */
function unknownFlag(
  { input, corrections }: Pick<FlagNotFoundError, 'input' | 'corrections'>,
  name: string,
): Sentence {
  // The one flag that stands alone.
  if (input === 'version') return { what: 'No command has the flag --version', next: `${name} --version` }
  const globals = ['help', 'version', ...globalFlags.map(flag => flag.name)]
  const close = corrections.length > 0 ? corrections : [nearest(input, globals) ?? '']
  const meant = close.filter(flag => flag !== '').map(flag => spelled(flag))
  const next = meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : undefined
  return { what: `There is no flag --${input}`, next }
}

function misread({ exception, externalFlagNameOrPlaceholder, input }: ArgumentParseError): Sentence {
  const flag = spelled(externalFlagNameOrPlaceholder)
  if (exception instanceof Failure) {
    const { what, why, next } = exception
    return { what: `${flag}: ${what}`, why, next }
  }
  const words = exception instanceof Error ? exception.message : String(exception)
  const what = `${flag} cannot be "${input}"`
  if (/boolean$/.test(words)) return { what, next: `Write ${flag} alone, or ${flag}=false` }
  if (/number$/.test(words)) return { what, next: 'Write a number' }
  return { what, why: words }
}

function notAmong({ externalFlagName, input, values }: EnumValidationError): Sentence {
  const close = nearest(input, values)
  return {
    what: `${spelled(externalFlagName)} cannot be "${input}"`,
    next: close === undefined ? `Write one of: ${values.join(', ')}` : `Did you mean ${close}?`,
  }
}

function twice({ externalFlagName, previousInput, input }: UnexpectedFlagError): Sentence {
  const flag = spelled(externalFlagName)
  const why = previousInput === input ? undefined : `once it is "${previousInput}", then "${input}"`
  return { what: `${flag} is given twice`, why, next: 'Give it once' }
}

function withoutValue({ externalFlagName, nextFlagName }: UnsatisfiedFlagError): Sentence {
  const flag = spelled(externalFlagName)
  const why = nextFlagName === undefined ? undefined : `${spelled(nextFlagName)} stands where it should be`
  return { what: `${flag} needs a value`, why, next: `Write ${flag}=VALUE` }
}

/** A flag as it is typed, however the parser names it. */
function spelled(flag: string): string {
  return `--${flag.replace(/^--/, '').replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}
