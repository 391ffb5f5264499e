import type { Login } from '../../auth/login.ts'
import { scrub } from '../../auth/scrub.ts'
import { Secret } from '../../auth/secret.ts'
import { encodeAuth } from '../../docker/auth-entry.ts'
import {
  encodeLogin,
  type HelperOutput,
  type HelperVerb,
  helperWords,
  readGetAnswer,
  troubleOf,
} from '../../docker/helper-protocol.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { wordsOf } from '../../errors/to-failure.ts'
import { plainLogin } from '../plain-login.ts'

type ProgramEffects = Needs<'processes' | 'clock'>

/** Milliseconds a credential program may take for one answer. */
const timeLimit = 10_000

/** A credential program, and the config.json that names it. */
export interface CredentialProgram {
  readonly program: string
  readonly path: string
}

/** What a program holds for a registry. */
export interface HeldLogin {
  readonly username: string
  readonly password: Secret
}

/**
 * Keeps a login in a credential store and makes sure that it is kept.
 * @throws Failure `credential-store-failed` with the program's own words
 */
export async function storeLogin(
  login: Login,
  store: CredentialProgram,
  effects: ProgramEffects,
): Promise<void> {
  const secret = login.password.expose()
  const input = encodeLogin({ serverUrl: login.registry, username: login.username, secret })
  const subject = { registry: login.registry, ...store, secrets: secretsIn(login, input) }
  let words = failureOf(await run({ verb: 'store', input }, subject, effects), subject)
  if (words !== undefined && troubleOf(words) === 'exists') {
    await run({ verb: 'erase', input: login.registry }, subject, effects)
    words = failureOf(await run({ verb: 'store', input }, subject, effects), subject)
  }
  if (words !== undefined) throw storeFailed(subject, explained(words))
  const held = await ask(subject, effects)
  if (held === undefined) throw storeFailed(subject, 'it took the login, but does not have it now')
  if (held.username !== login.username || held.password.expose() !== secret) {
    throw storeFailed(subject, 'it took the login, but answers with another one')
  }
}

/**
 * What Docker gets when it asks the program.
 * @returns `undefined` when the program knows no login
 * @throws Failure `credential-store-failed`
 */
export async function heldLogin(
  registry: string,
  store: CredentialProgram,
  effects: ProgramEffects,
): Promise<HeldLogin | undefined> {
  return await ask({ registry, ...store }, effects)
}

async function ask(subject: Subject, effects: ProgramEffects): Promise<HeldLogin | undefined> {
  const output = await run({ verb: 'get', input: subject.registry }, subject, effects)
  const answer = readGetAnswer(output, cleanerOf(subject))
  if (answer.type === 'failed') throw storeFailed(subject, answer.words)
  if (answer.type === 'not-found') return undefined
  return { username: answer.login.username, password: new Secret(answer.login.secret) }
}

/** @throws Failure `credential-store-failed` */
export async function eraseLogin(
  registry: string,
  store: CredentialProgram,
  effects: ProgramEffects,
): Promise<void> {
  const subject = { registry, ...store }
  const words = failureOf(await run({ verb: 'erase', input: registry }, subject, effects), subject)
  if (words !== undefined) throw storeFailed(subject, words)
}

interface Subject extends CredentialProgram {
  readonly registry: string
  /** What the program was given and its words may not repeat. */
  readonly secrets?: readonly Secret[]
}

/** A store may repeat its input, or the entry it would have written. */
function secretsIn(login: Login, input: string): readonly Secret[] {
  return [login.password, new Secret(input), new Secret(encodeAuth(plainLogin(login)))]
}

function cleanerOf({ secrets = [] }: Subject): (said: string) => string {
  return said => scrub(said, secrets)
}

async function run(
  call: { readonly verb: HelperVerb; readonly input: string },
  subject: Subject,
  { processes, clock }: ProgramEffects,
): Promise<HelperOutput> {
  const timeoutMs = Math.max(1, Math.min(timeLimit, clock.deadline - clock.now()))
  const request = { command: subject.program, args: [call.verb], input: call.input, timeoutMs }
  const output = await processes.run(request).catch((thrown: unknown) => {
    throw storeFailed(subject, `it could not be started: ${wordsOf(thrown)}`)
  })
  if (!output.timedOut) return output
  const limit = `within ${Math.round(timeoutMs / 100) / 10} seconds`
  const isAll = timeoutMs < timeLimit ? ', which is all that --timeout left it' : ''
  throw storeFailed(subject, `it did not answer "${call.verb}" ${limit}${isAll}`)
}

function failureOf(output: HelperOutput, subject: Subject): string | undefined {
  return output.exitCode === 0 ? undefined : helperWords(output, cleanerOf(subject))
}

function explained(words: string): string {
  return troubleOf(words) === 'too-long' ? `${words} (the token is longer than this store can keep)` : words
}

function storeFailed({ program, registry, path }: Subject, why: string): Failure {
  return new Failure({
    code: 'credential-store-failed',
    what: `Docker asks ${program} for ${registry}, and it failed`,
    why,
    next: `To use the file for this registry alone, put "credHelpers": {"${registry}": ""} into ${path}`,
    details: { registry, program, path },
  })
}
