import type { Catalog } from '../../auth/kind.ts'
import { readSettings } from '../../cli/settings.ts'
import type { Effects } from '../../effects/effects.ts'
import { toFailure, wordsOf } from '../../errors/to-failure.ts'
import { withDeadline } from '../deadline.ts'
import { version } from '../version.ts'
import type { Answer, Desk } from './desk.ts'
import { openDesk } from './open-desk.ts'
import { refusal } from './refusal.ts'

/** What the helper's door hands in. */
export interface HelperDoor {
  readonly argv: readonly string[]
  /** All of standard input; empty for verbs that take none. */
  readonly input: string
  readonly effects: Effects
  readonly catalog: () => Promise<Catalog>
}

/** More is no login: the longest tokens have a few thousand characters. */
const mostInput = 1024 * 1024

/**
 * `docker-credential-atmos <verb>`: answers on standard output as the protocol has it, speaks to people on
 * standard error. Nothing is thrown.
 * @returns 0 or 1, whatever happens: Docker knows no other
 */
export async function runHelper(door: HelperDoor): Promise<0 | 1> {
  const { terminal } = door.effects
  const tell = (line: string): void => terminal.say(`docker-credential-atmos: ${line}\n`)
  const answer = await answerTo(door, tell).catch((thrown: unknown) =>
    refusal(toFailure(thrown), 'docker-credential-atmos could not answer', { tell }),
  )
  try {
    terminal.data(answer.stdout)
  } catch (thrown) {
    tell(`could not write the answer: ${wordsOf(thrown)}`)
    return 1
  }
  return answer.exitCode
}

async function answerTo({ argv, input, effects, catalog }: HelperDoor, tell: Desk['tell']): Promise<Answer> {
  const [verb = '', ...rest] = argv
  if (rest.length > 0 || verb === '') return usage
  if (input.length > mostInput) return { exitCode: 1, stdout: 'the input is too long\n' }
  const desk = () => openDesk(withDeadline(effects, readSettings({}, effects.env)), catalog, tell)
  switch (verb) {
    case 'get':
      return (await import('./get.ts')).get(input, await desk())
    case 'store':
      return (await import('./store.ts')).store(input, await desk())
    case 'erase':
      return (await import('./store.ts')).erase(input, await desk())
    case 'list':
      return (await import('./list.ts')).list(await desk())
    case 'version':
    case '--version':
    case '-v':
      return { exitCode: 0, stdout: `docker-credential-atmos (atmos-auth) v${version}\n` }
    default:
      return verb.startsWith('-')
        ? usage
        : { exitCode: 1, stdout: `docker-credential-atmos: unknown action: ${verb}\n` }
  }
}

const usage: Answer = {
  exitCode: 1,
  stdout: 'Usage: docker-credential-atmos <store|get|erase|list|version>\n',
}
