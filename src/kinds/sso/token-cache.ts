import { posix, win32 } from 'node:path'
import type { SsoPortal } from '../../auth/credentials.ts'
import { isUsable } from '../../auth/freshness.ts'
import type { Needs } from '../../effects/effects.ts'
import { systemCode } from '../../errors/to-failure.ts'
import { type NamedSession, readNamedSessions } from './aws-config.ts'
import { tokenFileName } from './cache-names.ts'
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

/** `~/.aws/sso/cache`; `undefined` where nobody has a home. */
export function cacheFolder({ env }: Needs<'env'>): string | undefined {
  return env.home === undefined ? undefined : pathsOf(env).join(env.home, '.aws', 'sso', 'cache')
}

export function pathsOf(env: Needs<'env'>['env']): typeof posix {
  return env.platform === 'win32' ? win32 : posix
}

/**
 * The sessions of a portal in the cache, whoever opened them: by start URL and Region in their content, the file
 * of the portal's named session first, then by how long they last.
 */
export function findSessions(portal: SsoPortal, effects: Needs<'files' | 'env'>): readonly CachedSession[] {
  const folder = cacheFolder(effects)
  if (folder === undefined) return []
  const { join } = pathsOf(effects.env)
  const preferred = portal.sessionName === undefined ? undefined : tokenFileName(portal.sessionName)
  const found = namesIn(folder, effects)
    .filter(name => /^[^.].*\.json$/.test(name))
    .map(name => ({ first: name === preferred, cached: load(join(folder, name), effects) }))
    .flatMap(({ first, cached }) => (cached && isOf(cached.session, portal) ? [{ first, cached }] : []))
  return found
    .sort(
      (one, other) =>
        Number(other.first) - Number(one.first) ||
        other.cached.session.expiresAt - one.cached.session.expiresAt,
    )
    .map(({ cached }) => cached)
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

/** The AWS CLI's own name for a portal: the one asked for, else the first with its start URL and Region. */
export function namedSession(
  portal: SsoPortal,
  { files, env }: Needs<'files' | 'env'>,
): NamedSession | undefined {
  const path = env.get('AWS_CONFIG_FILE') || (env.home && pathsOf(env).join(env.home, '.aws', 'config'))
  const content = path ? readText(path, { files }) : undefined
  const all = readNamedSessions(content ?? '')
  if (portal.sessionName !== undefined) return all.find(({ name }) => name === portal.sessionName)
  return all.find(session => isOf(session, portal))
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
  try {
    files.remove(path)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
  }
}

/** The text of a file; `undefined` when it is absent or cannot be read. */
export function readText(path: string, { files }: Needs<'files'>): string | undefined {
  try {
    const bytes = files.read(path)
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    return undefined
  }
}

/** The same place, however its address was typed: `/start`, `/start/` and `/start/#/` are one portal. */
export function portalKey({ startUrl, region }: Pick<SsoPortal, 'startUrl' | 'region'>): string {
  const plain = URL.canParse(startUrl) ? new URL(startUrl).href : startUrl
  return `${plain.replace(/\/*(#\/?)?$/, '')} ${region}`
}

function isOf(session: Pick<SsoSession, 'startUrl' | 'region'>, portal: SsoPortal): boolean {
  return portalKey(session) === portalKey(portal)
}

function load(path: string, { files }: Needs<'files'>): CachedSession | undefined {
  const text = readText(path, { files })
  const session = text === undefined ? undefined : readSession(text)
  const savedAt = files.stat(path)?.modified
  return session === undefined || savedAt === undefined ? undefined : { path, session, savedAt }
}

function namesIn(folder: string, { files }: Needs<'files'>): readonly string[] {
  try {
    return files.list(folder)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    return []
  }
}
