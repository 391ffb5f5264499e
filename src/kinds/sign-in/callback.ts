import type { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from '../../effects/http.ts'
import { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { type CallbackAnswer, type ExpectedAnswer, readAnswer } from './callback-answer.ts'
import { type CallbackPage, callbackPage, pageHeaders } from './callback-page.ts'
import { denied } from './denied.ts'

/** A sign-in whose browser comes back to this machine. */
export interface CallbackSignIn<T> extends ExpectedAnswer {
  /** Whereto, for people: the start URL. */
  readonly subject: string
  /** Path of the redirect address; everything else is nobody's. */
  readonly path: string
  /** The one port that the other side knows; any free one without it. */
  readonly port?: number
  /** How long the person has, milliseconds. */
  readonly limitMs: number
  /** Called once we listen: sends the person off. */
  begin(redirectUri: string): Promise<void>
  /** Called with the one code that came back with our state; what it throws is shown on the page too. */
  redeem(code: Secret, redirectUri: string): Promise<T>
}

/** Time for the page to leave before the door closes, milliseconds. */
const farewell = 20

/**
 * Listens on a loopback port (a random one where none is given) for the one request that brings a code with our
 * state back, redeems the code, tells the person on the page how it went, and closes the door.
 * @throws what `redeem` throws; Failure `sign-in-denied`, or `login-required` when the time is over
 */
export async function signInByCallback<T>(
  signIn: CallbackSignIn<T>,
  effects: Needs<'server' | 'clock' | 'terminal'>,
): Promise<T> {
  const { clock, server } = effects
  const visit = awaitVisit(signIn)
  const listening = await server.listen(handlerOf(visit), signIn.port ?? 0)
  visit.redirectUri = `${listening.url}${signIn.path}`
  try {
    await signIn.begin(visit.redirectUri)
    const result = await untilVisited(visit, effects)
    await clock.sleep(farewell)
    if ('failure' in result) throw result.failure
    return result.value
  } finally {
    await listening.close()
  }
}

async function untilVisited<T>(
  visit: Visit<T>,
  { clock, terminal }: Needs<'clock' | 'terminal'>,
): Promise<Result<T>> {
  const spinner = terminal.spin('Waiting for you to finish in the browser (Ctrl-C stops)')
  try {
    const timeOut = clock.sleep(visit.signIn.limitMs, { background: true })
    const first = await Promise.race([visit.result, timeOut])
    if (first !== undefined) return first
    // Whoever came in the last moment is not sent away.
    if (visit.taken) return await visit.result
    throw tooLate(visit.signIn)
  } finally {
    spinner.stop()
  }
}

type Result<T> = { readonly value: T } | { readonly failure: Failure }

interface Visit<T> {
  readonly signIn: CallbackSignIn<T>
  redirectUri: string
  /** The one request has come. */
  taken: boolean
  readonly result: Promise<Result<T>>
  readonly resolve: (result: Result<T>) => void
}

function awaitVisit<T>(signIn: CallbackSignIn<T>): Visit<T> {
  let resolve: (result: Result<T>) => void = () => {}
  const result = new Promise<Result<T>>(given => {
    resolve = given
  })
  return { signIn, redirectUri: '', taken: false, result, resolve }
}

function handlerOf<T>(visit: Visit<T>): HttpHandler {
  return async request => {
    if (!isForUs(request, visit)) return { status: 404, headers: { connection: 'close' }, body: '' }
    if (request.method !== (visit.signIn.form === undefined ? 'GET' : 'POST')) {
      return { status: request.method === 'HEAD' ? 200 : 405, headers: pageHeaders(), body: '' }
    }
    const answer = readAnswer(request, visit.signIn)
    if (visit.taken || answer === undefined) return page(400, strangerPage)
    visit.taken = true
    const result = await settle(answer, visit)
    visit.resolve(result)
    return pageOf(result, visit.signIn)
  }
}

/** A page of some other origin that found the port has another host name (DNS rebinding) or another path. */
function isForUs({ url }: HttpRequest, { redirectUri }: { readonly redirectUri: string }): boolean {
  const asked = new URL(url)
  return `${asked.origin}${asked.pathname}` === redirectUri
}

async function settle<T>(answer: CallbackAnswer, { signIn, redirectUri }: Visit<T>): Promise<Result<T>> {
  if ('error' in answer) return { failure: denied(signIn.subject, answer.error) }
  try {
    return { value: await signIn.redeem(answer.code, redirectUri) }
  } catch (thrown) {
    return { failure: toFailure(thrown) }
  }
}

function pageOf(result: Result<unknown>, { subject }: CallbackSignIn<unknown>): HttpResponse {
  if ('value' in result) {
    const text = `You are signed in to ${subject}.\nClose this page and go on in your terminal.`
    return page(200, { outcome: 'success', title: 'Signed in', text })
  }
  const { what, why } = result.failure
  const text = `${what}${why === undefined ? '' : `\n${why}`}\nYour terminal says what to do next.`
  return page(400, { outcome: 'failure', title: 'Not signed in', text })
}

const strangerPage: CallbackPage = {
  outcome: 'failure',
  title: 'Not the sign-in we wait for',
  text: 'This page belongs to another sign-in, or was opened twice.\nYour terminal shows the address to open.',
}

function page(status: number, content: CallbackPage): HttpResponse {
  return { status, headers: pageHeaders(), body: callbackPage(content) }
}

function tooLate({ subject, limitMs, form }: CallbackSignIn<unknown>): Failure {
  const elsewhere = form === undefined ? '; if the browser runs on another machine, with --flow device' : ''
  return new Failure({
    code: 'login-required',
    what: `Nobody finished the sign-in to ${subject} in time`,
    why: `the browser did not come back within ${Math.round(limitMs / 60_000)} minutes`,
    next: `Run the same command again${elsewhere}`,
  })
}
