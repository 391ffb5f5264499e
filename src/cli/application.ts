import {
  ArgumentParseError,
  buildApplication,
  type CommandContext,
  FlagNotFoundError,
  formatMessageForArgumentScannerError,
  help,
  type RouteMap,
  run,
  text_en,
  version,
} from '@stricli/core'
import { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'

const formatting = {
  useAliasInUsageLine: false,
  onlyRequiredInUsageLine: false,
  caseStyle: 'convert-camel-to-kebab',
} as const

export interface Program<C extends CommandContext> {
  readonly name: string
  readonly version: string
  readonly routes: RouteMap<C>
  /** A better answer for a word that is no command, e.g. one that another program has. */
  readonly explainWord: (word: string) => Failure | undefined
  /** How a failure is shown: for people or for scripts. */
  readonly show: (failure: Failure) => string
}

/**
 * Runs the command that the words name.
 * @returns the exit code: the command's own, a failure's, or 2 when the words made no sense
 */
export async function runProgram<C extends CommandContext>(
  program: Program<C>,
  words: readonly string[],
  context: C & { readonly process: { exitCode?: number | string | null } },
): Promise<number> {
  const settings = {
    name: program.name,
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { disableAnsiColor: true },
    localization: { text: textsOf(program) },
    determineExitCode: (thrown: unknown) => toFailure(thrown).exitCode,
  } as const
  const app = buildApplication(program.routes, settings, {
    help: help({ brief: 'Print this help and exit', defaultForRouteMap: true, formatting }),
    // Without its usual letter, which is --verbose here as in Atmos.
    version: version({
      brief: 'Print the version and exit',
      alias: false,
      info: { currentVersion: program.version },
    }),
  })
  await run(app, words, context)
  return exitCodeOf(Number(context.process.exitCode ?? 0))
}

/** Stricli speaks of unknown commands and arguments in negative numbers, which a shell shows as 251 and 252. */
function exitCodeOf(code: number): number {
  if (code >= 0) return code
  return code === -4 || code === -5 ? 2 : 1
}

function textsOf({ name, show, explainWord }: Pick<Program<never>, 'name' | 'show' | 'explainWord'>) {
  const shown = (thrown: unknown) => show(toFailure(thrown))
  return {
    ...text_en,
    briefs: { ...text_en.briefs, argumentEscapeSequence: 'All that follows is taken as it is' },
    exceptionWhileRunningCommand: shown,
    exceptionWhileLoadingCommandFunction: shown,
    exceptionWhileLoadingCommandContext: shown,
    commandErrorResult: shown,
    exceptionWhileParsingArguments: (thrown: unknown) => show(argumentFailure(thrown, name)),
    noCommandRegisteredForInput: ({
      input,
      corrections,
    }: {
      readonly input: string
      readonly corrections: readonly string[]
    }) => show(explainWord(input) ?? unknownWord(input, corrections, name)),
  }
}

function unknownWord(input: string, corrections: readonly string[], name: string): Failure {
  const meant = corrections.map(correction => correction.replaceAll('`', ''))
  return new Failure({
    code: 'usage',
    what: `There is no command ${input}`,
    next: meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : `See ${name} --help`,
  })
}

function argumentFailure(thrown: unknown, name: string): Failure {
  if (thrown instanceof ArgumentParseError && thrown.exception instanceof Failure) {
    const { what, why, next } = thrown.exception
    return new Failure({
      code: 'usage',
      what: `--${thrown.externalFlagNameOrPlaceholder.replace(/^--/, '')}: ${what}`,
      ...(why === undefined ? {} : { why }),
      ...(next === undefined ? {} : { next }),
    })
  }
  if (!(thrown instanceof Error)) return toFailure(thrown)
  if (thrown instanceof FlagNotFoundError) return unknownFlag(thrown, name)
  const what = formatMessageForArgumentScannerError(
    thrown as Parameters<typeof formatMessageForArgumentScannerError>[0],
    {
      AliasNotFoundError: ({ input }) => `There is no flag -${input}`,
      UnexpectedPositionalError: ({ expectedCount, input }) =>
        `"${input}" is one word too many: this command takes ${expectedCount === 0 ? 'none' : `at most ${expectedCount}`}`,
    },
  )
  return new Failure({ code: 'usage', what, next: `See the command's --help, or ${name} --help` })
}

function unknownFlag({ input, corrections }: FlagNotFoundError, name: string): Failure {
  const meant = corrections.map(correction => `--${correction}`)
  return new Failure({
    code: 'usage',
    what: `There is no flag --${input}`,
    next:
      meant.length > 0
        ? `Did you mean ${meant.join(' or ')}?`
        : `See the command's --help, or ${name} --help`,
  })
}
