import { buildRouteMap, type Command, type RouteMap } from '@stricli/core'
import { globalFlags } from '../cli/global-flags.ts'
import type { Context } from './context.ts'

/** What may be said first. The words behind each are loaded when they are needed. */
const firstWords: Readonly<Record<string, () => Promise<RouteMap<Context> | Command<Context>>>> = {
  auth: async () => (await import('./auth/routes.ts')).authRoutes,
  aws: async () => (await import('./aws/routes.ts')).awsRoutes,
  docker: async () => (await import('./docker/routes.ts')).dockerRoutes,
  doctor: async () => (await import('./doctor.command.ts')).doctorCommand,
  emulator: async () => (await import('./emulator/routes.ts')).emulatorRoutes,
  status: async () => (await import('./status.command.ts')).statusCommand,
}

/** The first words of our commands. */
export const ownWords: readonly string[] = Object.keys(firstWords)

/**
 * The words this program understands: those behind the first one, where it is known, because declaring all
 * of them costs a start; else every word, for help and for guessing what was meant.
 */
export async function routesFor(words: readonly string[]): Promise<RouteMap<Context>> {
  const [first = ''] = words
  const names = Object.hasOwn(firstWords, first) ? [first] : Object.keys(firstWords)
  const targets = await Promise.all(names.map(async name => [name, await firstWords[name]?.()] as const))
  return buildRouteMap({
    routes: Object.fromEntries(
      targets.flatMap(([name, target]) => (target === undefined ? [] : [[name, target]])),
    ),
    docs: {
      brief: "Log Docker, and everything that reads Docker's credentials, in to Amazon ECR.",
      fullDescription: [
        "Log Docker, and everything that reads Docker's credentials, in to Amazon ECR.",
        '',
        'Global flags, before or after the words of a command:',
        ...globalFlags.map(flag => {
          const letter = 'letter' in flag ? `-${flag.letter}, ` : '    '
          return `  ${letter}${`--${flag.name}`.padEnd(14)} ${flag.brief}`
        }),
      ].join('\n'),
    },
  })
}
