import type { SsoPortal } from '../../auth/credentials.ts'
import { pathsOf } from '../../auth/folders.ts'
import { isUsable } from '../../auth/freshness.ts'
import type { Needs } from '../../effects/effects.ts'
import { systemCode } from '../../errors/to-failure.ts'
import { cacheFolder, readText, whereAllowed } from './cache-files.ts'
import { tokenFileName } from './cache-names.ts'
import { namedSession } from './named-session.ts'
import { isOf } from './portal-key.ts'
import { readSession, type SsoSession, writeSession } from './token-file.ts'

/** A session found in the AWS CLI's cache. */
export interface CachedSession {
  readonly path: string
  readonly session: SsoSession
  /** When the file was written, milliseconds since the epoch. */
  readonly savedAt: number
}

/** How long another program may hold a file of the cache, milliseconds: as long as it takes to write one. */
const writeWait = 5000

/**
 * The sessions of a portal in the cache, whoever opened them: by start URL and Region in their content, the file
 * of the portal's named session first, then by how long they last.
 */
export function findSessions(portal: SsoPortal, effects: Needs<'files' | 'env'>): readonly CachedSession[] {
  const folder = cacheFolder(effects)
  if (folder === undefined) return []
  const { join } = pathsOf(effects.env)
  const first = portal.sessionName === undefined ? undefined : join(folder, tokenFileName(portal.sessionName))
  const names = whereAllowed(() => effects.files.list(folder)) ?? []
  return names
    .filter(name => /^[^.].*\.json$/.test(name))
    .map(name => load(join(folder, name), effects))
    .filter(cached => cached !== undefined)
    .filter(({ session }) => isOf(session, portal))
    .sort(
      (one, other) =>
        Number(other.path === first) - Number(one.path === first) ||
        other.session.expiresAt - one.session.expiresAt,
    )
}

/** Whether enough of a session is left to begin something with it. */
export function isFresh({ session, savedAt }: CachedSession, now: number): boolean {
  return isUsable({ from: Math.min(savedAt, now), until: session.expiresAt }, now)
}

/**
 * Where a new session of a portal goes: the file of its named session, that of the session it replaces, or of
 * an `[sso-session]` for this portal in the AWS CLI's configuration, so that its profiles are served too.
 */
export function fileForNewSession(
  portal: SsoPortal,
  replaced: CachedSession | undefined,
  effects: Needs<'files' | 'env'>,
): string | undefined {
  const folder = cacheFolder(effects)
  if (folder === undefined) return undefined
  if (portal.sessionName === undefined && replaced !== undefined) return replaced.path
  const name = portal.sessionName ?? namedSession(portal, effects)?.name ?? portal.startUrl
  return pathsOf(effects.env).join(folder, tokenFileName(name))
}

/**
 * Runs work that may end with writing a file of the cache, under the file's lock; whoever takes it clears away
 * what a killed run left beside the file.
 */
export async function holdingFile<T>(
  path: string,
  work: () => Promise<T>,
  { files }: Needs<'files'>,
): Promise<T> {
  const release = await files.lock(path, writeWait).catch(unlocked)
  try {
    return await work()
  } finally {
    release?.()
  }
}

/** A folder that takes no lock takes no file either, and that is told when it comes to it. */
function unlocked(thrown: unknown): undefined {
  if (systemCode(thrown) === undefined) throw thrown
}

/** Writes a session whole or not at all. @throws Node's own error when that cannot be done */
export function saveSession(
  { path, session }: Pick<CachedSession, 'path' | 'session'>,
  { files }: Needs<'files'>,
): void {
  files.replace(path, writeSession(session, readText(path, { files })), { tighten: true })
}

/** Removes a session's file unless it holds another one by now. */
export function forgetSession({ path, session }: CachedSession, { files }: Needs<'files'>): void {
  const present = load(path, { files })?.session
  if (present?.accessToken.expose() !== session.accessToken.expose()) return
  whereAllowed(() => files.remove(path))
}

function load(path: string, { files }: Needs<'files'>): CachedSession | undefined {
  const text = readText(path, { files })
  const session = text === undefined ? undefined : readSession(text)
  const savedAt = files.stat(path)?.modified
  return session === undefined || savedAt === undefined ? undefined : { path, session, savedAt }
}
