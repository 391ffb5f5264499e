import { foldersOf, pathsOf } from '../auth/folders.ts'
import type { Life } from '../auth/freshness.ts'
import type { RegistryToken } from '../auth/login.ts'
import { isRecord, parseJson } from '../auth/parse-json.ts'
import { Secret } from '../auth/secret.ts'
import type { Environment } from '../effects/environment.ts'
import type { Files } from '../effects/files.ts'

/** A registry's token at rest. */
export interface KeptToken extends RegistryToken {
  /** When it was obtained, milliseconds since the epoch. */
  readonly from: number
  /** Hosts it was used for. */
  readonly hosts: readonly string[]
  /** After a renewal that failed: not to be tried again before this instant. */
  readonly nextTry?: number
}

/** A token with less life than this left is as good as expired: Docker has to use it yet. */
const leastLifeMs = 60_000

/**
 * The folder of registry tokens and of what is known about them.
 * @throws Failure when this user has no home folder
 */
export function tokenFolder(env: Environment): string {
  return pathsOf(env).join(foldersOf({ env }).cache(), 'registry-tokens')
}

/** Name of the file of a token that somebody gave us for a host. @param host bare and in lower case */
export function givenTokenName(host: string): string {
  return `given-${host}.json`
}

/** Whether a file is that of a token that somebody gave us. */
export function isGivenTokenName(name: string): boolean {
  return name.startsWith('given-')
}

export function lifeOf({ from, expiresAt }: KeptToken): Life {
  return { from, until: expiresAt }
}

/** Whether the registry still takes it. */
export function isGood({ expiresAt }: KeptToken, now: number): boolean {
  return expiresAt - now > leastLifeMs
}

/** @returns `undefined` where there is none, or none that can be read or understood: it can be had again */
export function readKeptToken(path: string, files: Pick<Files, 'read'>): KeptToken | undefined {
  let bytes: Uint8Array | undefined
  try {
    bytes = files.read(path)
  } catch {
    return undefined
  }
  return bytes === undefined ? undefined : decodeToken(Buffer.from(bytes).toString('utf8'))
}

const version = 1

export function encodeToken({ password, ...token }: KeptToken): string {
  return `${JSON.stringify({ version, ...token, password: password.expose() })}\n`
}

/** @returns `undefined` for what is not a token */
export function decodeToken(text: string): KeptToken | undefined {
  const fields = parseJson(text)
  if (!isRecord(fields) || fields.version !== version) return undefined
  const { username, password, from, expiresAt, hosts, nextTry } = fields
  if (typeof username !== 'string' || typeof password !== 'string' || password === '') return undefined
  if (!Number.isFinite(from) || !Number.isFinite(expiresAt) || !Array.isArray(hosts)) return undefined
  return {
    username,
    password: new Secret(password),
    from: Number(from),
    expiresAt: Number(expiresAt),
    hosts: hosts.filter(host => typeof host === 'string'),
    ...(Number.isFinite(nextTry) ? { nextTry: Number(nextTry) } : {}),
  }
}
