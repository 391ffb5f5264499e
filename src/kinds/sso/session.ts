import type { SsoCredentials, SsoPortal } from '../../auth/credentials.ts'
import { whileAPersonDecides } from '../../auth/person-time.ts'
import type { Secret } from '../../auth/secret.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { systemCode, wordsOf } from '../../errors/to-failure.ts'
import { alone } from './alone.ts'
import { shareInFlight } from './in-flight.ts'
import { needsAPerson } from './needs-a-person.ts'
import { canRefresh, refresh, sessionOf } from './refresh.ts'
import { signIn } from './sign-in.ts'
import {
  type CachedSession,
  fileForNewSession,
  findSessions,
  forgetSession,
  holdingFile,
  isFresh,
  saveSession,
} from './token-cache.ts'
import type { SsoSession } from './token-file.ts'

export interface SessionRequest {
  readonly portal: SsoPortal
  /** A token the portal does not accept (any more), whatever its expiry says. */
  readonly rejected?: Secret
}

/** Less than this of a session is not worth beginning with, milliseconds. */
const leastLife = 60_000

/** How long another process may refresh a session that still does, milliseconds. */
const refreshPatienceMs = 5000

/**
 * A session of a portal: from the AWS CLI's cache, prolonged by its refresh token, or opened by a person, in this
 * order. Whoever else wants the same one meanwhile waits and takes it from the cache.
 * @throws Failure `login-required` at once where a person is needed and there is none
 */
export async function openSession(request: SessionRequest, effects: Effects): Promise<SsoCredentials> {
  const { portal } = request
  const known = look(request, effects)
  if (known.fresh !== undefined) return credentialsOf(portal, known.fresh.session)
  const { terminal } = effects
  if (known.renewable === undefined && known.lasting === undefined && !terminal.canSignIn) {
    forgetRejected(request, effects)
    throw needsAPerson(portal, { ended: known.all[0]?.session })
  }
  const open = (safe: boolean) => openAlone(request, { safe }, effects)
  const { provider, ...place } = portal
  const about = JSON.stringify([place, request.rejected?.expose() ?? null])
  const { lasting } = known
  const turn = { portal, patienceMs: lasting && refreshPatienceMs }
  const opening = shareInFlight({ owner: terminal, about }, () => alone(turn, open, effects))
  const session = await opening.catch((thrown: unknown) => {
    if (lasting !== undefined && thrown instanceof Failure) return lasting.session
    throw thrown
  })
  return credentialsOf(portal, session)
}

/** What the cache has for a portal, by what can be done with it. */
interface Known {
  readonly all: readonly CachedSession[]
  /** To use as it is. */
  readonly fresh: CachedSession | undefined
  readonly renewable: CachedSession | undefined
  /** Near its end, but not over: better than asking a person. */
  readonly lasting: CachedSession | undefined
}

function look({ portal, rejected }: SessionRequest, effects: Effects): Known {
  const now = effects.clock.now()
  const all = findSessions(portal, effects)
  const accepted = all.filter(({ session }) => session.accessToken.expose() !== rejected?.expose())
  return {
    all,
    fresh: accepted.find(cached => isFresh(cached, now)),
    renewable: all.find(({ session }) => canRefresh(session, now)),
    lasting: accepted.find(({ session }) => session.expiresAt - now > leastLife),
  }
}

async function openAlone(
  request: SessionRequest,
  { safe }: { readonly safe: boolean },
  effects: Effects,
): Promise<SsoSession> {
  const { portal } = request
  const known = look(request, effects)
  if (known.fresh !== undefined) return known.fresh.session
  // A refresh token that is spent where its successor cannot be kept is lost for everybody.
  const prolonged = safe ? await prolong(request, known, effects) : undefined
  if (prolonged !== undefined) return prolonged
  if (known.lasting !== undefined) return known.lasting.session
  forgetRejected(request, effects)
  if (!effects.terminal.canSignIn) {
    throw needsAPerson(portal, { ended: known.all[0]?.session, ...(safe ? {} : { unwritable: true }) })
  }
  const { token, client } = await whileAPersonDecides(() => signIn(portal, effects), effects)
  const session = sessionOf({ portal, client, token }, effects)
  const path = fileForNewSession(portal, known.all[0], effects)
  if (path !== undefined) await holdingFile(path, async () => keep({ path, session }, effects), effects)
  return session
}

async function prolong(
  request: SessionRequest,
  known: Known,
  effects: Effects,
): Promise<SsoSession | undefined> {
  const { renewable: spent, lasting } = known
  if (spent === undefined) return undefined
  const { path } = spent
  const spend = async (): Promise<SsoSession | undefined> => {
    const session = await refresh({ portal: request.portal, session: spent.session }, effects)
    if (session === undefined) return elsewhere(request, spent, effects)
    keep({ path, session }, effects)
    return session
  }
  try {
    return await holdingFile(path, spend, effects)
  } catch (thrown) {
    // Without a network the old token may still do.
    if (lasting !== undefined && thrown instanceof Failure) return lasting.session
    throw thrown
  }
}

/** Programs that take no lock of ours may have spent the refresh token first; then the cache has the new one. */
function elsewhere(request: SessionRequest, spent: CachedSession, effects: Effects): SsoSession | undefined {
  const { fresh } = look(request, effects)
  const isNew = fresh?.session.accessToken.expose() !== spent.session.accessToken.expose()
  return isNew ? fresh?.session : undefined
}

function forgetRejected({ portal, rejected }: SessionRequest, effects: Effects): void {
  if (rejected === undefined) return
  for (const cached of findSessions(portal, effects)) {
    if (cached.session.accessToken.expose() === rejected.expose()) forgetSession(cached, effects)
  }
}

/** A session that cannot be kept still serves this run. */
function keep(kept: { readonly path: string; readonly session: SsoSession }, effects: Effects): void {
  try {
    saveSession(kept, effects)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    effects.terminal.say(`⚠ The session could not be kept for the next time: ${wordsOf(thrown)}\n`)
  }
}

function credentialsOf(portal: SsoPortal, { accessToken, expiresAt }: SsoSession): SsoCredentials {
  return { type: 'sso', accessToken, region: portal.region, portal, expiresAt }
}
