import { scrub } from '../../auth/scrub.ts'
import { Secret } from '../../auth/secret.ts'
import { decodeLogin, encodeLogin, type HelperVerb } from '../../docker/helper-protocol.ts'
import type { RunResult } from '../../effects/processes.ts'
import { Failure } from '../../errors/failure.ts'
import { wordsOf } from '../../errors/to-failure.ts'
import { dockerConfigPath } from '../../sinks/docker/location.ts'
import type { Answer, Desk } from './desk.ts'
import { programName } from './program.ts'
import { refusal } from './refusal.ts'

/** Milliseconds another credential program may take. */
const timeLimit = 10_000

/**
 * Hands a call on to the store that Docker had before us, and its answer back.
 * @returns `undefined` when there was none
 */
export async function passOn(verb: HelperVerb, input: string, desk: Desk): Promise<Answer | undefined> {
  const store = storeBefore(desk)
  if (store === undefined) return undefined
  const command = `docker-credential-${store}`
  const { processes, clock } = desk.effects
  const timeoutMs = Math.max(1, Math.min(timeLimit, clock.deadline - clock.now()))
  try {
    const output = await processes.run({ command, args: [verb], input, timeoutMs })
    if (output.timedOut) throw new Error(`it did not answer within ${Math.round(timeoutMs / 1000)} seconds`)
    return answered(output, { input, desk })
  } catch (thrown) {
    const failure = new Failure({
      code: 'credential-store-failed',
      what: `Could not ask ${command}, the store that Docker had before`,
      why: wordsOf(thrown),
      next: 'Bring it back, or undo: atmos docker configure --remove',
    })
    return refusal(failure, failure.what, desk)
  }
}

/** Its words reach a log by way of Docker; only the answer to a `get` that went well may hold a login. */
function answered(
  { exitCode, stdout, stderr }: RunResult,
  { input, desk }: { readonly input: string; readonly desk: Desk },
): Answer {
  const logins = [decodeLogin(input), decodeLogin(stdout)].filter(login => login !== undefined)
  const secrets = logins.flatMap(login => [login.secret, encodeLogin(login)]).map(text => new Secret(text))
  desk.effects.terminal.say(scrub(stderr, secrets))
  return exitCode === 0 ? { exitCode, stdout } : { exitCode: 1, stdout: scrub(stdout, secrets) }
}

/** Of the configuration that Docker reads here; of any other where this one has none. */
function storeBefore({ registration, effects }: Desk): string | undefined {
  const places = registration.places.filter(({ store }) => store !== undefined)
  const here = places.find(({ path }) => path === pathHere(effects)) ?? places[0]
  const before = here?.store?.before
  return before === undefined || before === '' || before === programName ? undefined : before
}

function pathHere(effects: Desk['effects']): string | undefined {
  try {
    return dockerConfigPath(undefined, effects)
  } catch {
    return undefined
  }
}
