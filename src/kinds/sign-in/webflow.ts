import { dirname } from 'node:path'
import type { AwsCredentials } from '../../auth/credentials.ts'
import { whileAPersonDecides } from '../../auth/person-time.ts'
import { createOAuth2Token, type SignInToken } from '../../clients/aws/signin.ts'
import { endsSession, isSignInRefusal, signInFailure } from '../../clients/aws/signin-refusal.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { systemCode, wordsOf } from '../../errors/to-failure.ts'
import type { Flow } from './choose-flow.ts'
import { takeTurn } from './turn.ts'
import { type RefreshEntry, readRefreshEntry, refreshPath, writeRefreshEntry } from './webflow-cache.ts'
import { signInByWebflow } from './webflow-sign-in.ts'

export interface WebflowRequest {
  /** Name of the identity. */
  readonly identity: string
  readonly region: string
  /** A new sign-in is asked for, whatever session there is. */
  readonly fresh: boolean
  /** Realm of the configuration, where it has one. */
  readonly realm?: string | undefined
  /** How to sign in; without it the surroundings decide. */
  readonly flow?: Flow | undefined
}

/** How long a session can be prolonged, milliseconds. Source: the guide of `aws login`. */
const sessionMs = 12 * 60 * 60_000

/**
 * Keys of an IAM user or the account's root out of a sign-in in a browser: from the session that is there,
 * prolonged silently, else from a new one. Processes that want the same at the same time share one.
 * @throws Failure `login-required` at once where nobody can sign in
 */
export async function webflowSession(request: WebflowRequest, effects: Effects): Promise<AwsCredentials> {
  const path = pathOf(request, effects)
  // Where nobody is, there is nothing to wait for but a session that can be prolonged.
  if (!effects.terminal.canSignIn && (request.fresh || readRefreshEntry(path, effects) === undefined))
    throw needsAPerson(request)
  // A session that another process began while we waited is new enough for everybody.
  const refused = request.fresh ? readRefreshEntry(path, effects)?.refreshToken.expose() : undefined
  const release = await turn(request, path, effects)
  const work: Work = { request, path, refused, isKept: release !== undefined }
  try {
    const token = (await prolong(work, effects)) ?? (await begin(work, effects))
    return { ...token.credentials, region: request.region }
  } finally {
    release?.()
  }
}

/** Forgets the session of an identity. @returns whether there was one */
export async function forgetWebflow(
  owner: Pick<WebflowRequest, 'identity' | 'realm'>,
  effects: Effects,
): Promise<boolean> {
  const { files } = effects
  const path = pathOf(owner, effects)
  if (files.stat(path) === undefined) return false
  const release = await takeTurn({ path, subject: subjectOf(owner) }, effects)
  const removed = files.remove(path)
  release()
  files.removeFolder(dirname(path))
  return removed
}

function pathOf({ identity, realm }: Pick<WebflowRequest, 'identity' | 'realm'>, effects: Effects): string {
  return refreshPath({ identity, realm: realm ?? 'default' }, effects)
}

interface Work {
  readonly request: WebflowRequest
  readonly path: string
  /** Refresh token of a session that is not wanted any more. */
  readonly refused: string | undefined
  /** The session can be kept for next time. */
  readonly isKept: boolean
}

/** @returns `undefined` where nothing can be kept, so that there is nothing to share either */
async function turn(
  request: WebflowRequest,
  path: string,
  effects: Effects,
): Promise<(() => void) | undefined> {
  try {
    return await takeTurn({ path, subject: subjectOf(request) }, effects)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    sayNotKept(thrown, effects)
    return undefined
  }
}

/** @returns `undefined` when there is no session, or the service has ended it */
async function prolong({ path, refused, isKept }: Work, effects: Effects): Promise<SignInToken | undefined> {
  const entry = isKept ? readRefreshEntry(path, effects) : undefined
  if (entry === undefined || entry.refreshToken.expose() === refused) return undefined
  const { region, clientId, dpopKey, refreshToken } = entry
  const grant = { type: 'refresh_token', refreshToken } as const
  // Whether it has expired, the service knows better than a clock that may have jumped.
  const answer = await createOAuth2Token({ region, clientId, dpopKey, grant }, effects)
  if (!isSignInRefusal(answer)) {
    keep(path, { ...entry, refreshToken: answer.refreshToken }, effects)
    return answer
  }
  if (!endsSession(answer)) throw signInFailure(answer)
  effects.files.remove(path)
  return undefined
}

async function begin({ request, path, isKept }: Work, effects: Effects): Promise<SignInToken> {
  if (!effects.terminal.canSignIn) throw needsAPerson(request)
  return await whileAPersonDecides(async () => {
    const { token, dpopKey, clientId } = await signInByWebflow(request, effects)
    const expiresAt = effects.clock.now() + sessionMs
    const { refreshToken } = token
    if (isKept) keep(path, { refreshToken, region: request.region, expiresAt, dpopKey, clientId }, effects)
    return token
  }, effects)
}

/** The keys are there already: what cannot be kept costs a sign-in next time, nothing now. */
function keep(path: string, entry: RefreshEntry, effects: Effects): void {
  try {
    writeRefreshEntry(path, entry, effects)
  } catch (thrown) {
    sayNotKept(thrown, effects)
  }
}

function sayNotKept(thrown: unknown, { terminal }: Effects): void {
  terminal.say(`The sign-in to AWS cannot be kept for next time: ${wordsOf(thrown)}\n`)
}

function subjectOf({ identity }: Pick<WebflowRequest, 'identity'>): string {
  return `AWS as ${identity}`
}

function needsAPerson({ identity, fresh }: WebflowRequest): Failure {
  const state = fresh ? 'a new sign-in is asked for' : 'there is no session, or it has ended'
  return new Failure({
    code: 'login-required',
    what: `Somebody must sign in to AWS as ${identity}, and nobody can be asked here`,
    why: state,
    next: `Run at a terminal: atmos auth login ${identity} --webflow`,
  })
}
