import {
  buildApplication,
  type CommandContext,
  ExitCode,
  help,
  type RouteMap,
  run,
  text_en,
  version,
} from '@stricli/core'
import { exitCodes } from '../errors/codes.ts'
import type { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import { scannerFailure } from './scanner-failure.ts'
import { type UnknownWord, unknownWord } from './unknown-word.ts'

const formatting = {
  useAliasInUsageLine: false,
  onlyRequiredInUsageLine: false,
  caseStyle: 'convert-camel-to-kebab',
} as const

/** One slip of the fingers, or a word cut short by a few letters; the parser's own measure finds `ecr` in `docker`. */
const closeness = {
  threshold: 3,
  weights: { insertion: 1, deletion: 2, substitution: 2, transposition: 1 },
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
  let fault: Failure | undefined
  const text = {
    ...textsOf(program),
    // Of help and version, which no command runs; without this their faults would be shown as a trace.
    exceptionWhileRunningIntegrationFlag: ({ exception }: { readonly exception: unknown }) => {
      fault = toFailure(exception)
      return program.show(fault)
    },
  }
  const settings = {
    name: program.name,
    scanner: {
      caseStyle: 'allow-kebab-for-camel',
      allowArgumentEscapeSequence: true,
      distanceOptions: closeness,
    },
    documentation: { disableAnsiColor: true },
    localization: { text },
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
  return fault?.exitCode ?? exitCodeOf(Number(context.process.exitCode ?? 0))
}

/** The parser has negative numbers for failures of its own, which a shell would show as 251, 252 and so on. */
function exitCodeOf(code: number): number {
  if (code >= 0) return code
  const isUsage = code === ExitCode.InvalidArgument || code === ExitCode.UnknownCommand
  return isUsage ? exitCodes.usage : exitCodes.internal
}

function textsOf<C extends CommandContext>(program: Program<C>) {
  const { name, show, explainWord } = program
  const shown = (thrown: unknown) => show(toFailure(thrown))
  return {
    ...text_en,
    briefs: { ...text_en.briefs, argumentEscapeSequence: 'All that follows is taken as it is' },
    exceptionWhileRunningCommand: shown,
    exceptionWhileLoadingCommandFunction: shown,
    exceptionWhileLoadingCommandContext: shown,
    commandErrorResult: shown,
    exceptionWhileParsingArguments: (thrown: unknown) => show(scannerFailure(thrown, name)),
    noCommandRegisteredForInput: (word: UnknownWord) =>
      show(explainWord(word.input) ?? unknownWord(word, program)),
  }
}
