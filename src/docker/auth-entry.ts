import { createHash } from 'node:crypto'

/** A login as Docker reads it out of an entry of `auths`. Plain text: wrap it where it travels on. */
export interface AuthEntry {
  readonly username: string
  readonly password: string
  /** OAuth refresh token; Docker prefers it to the password. */
  readonly identityToken: string
  readonly registryToken: string
}

export interface UserPassword {
  readonly username: string
  readonly password: string
}

/** The members of an entry that carry a login; any of them beside ours could win over it. */
export const loginKeys = ['auth', 'username', 'password', 'identitytoken', 'registrytoken'] as const

/** The text of `auth`: base64 of `user:password`. */
export function encodeAuth({ username, password }: UserPassword): string {
  return Buffer.from(`${username}:${password}`).toString('base64')
}

/**
 * Reads `auth` with Docker's own strictness: padded standard base64, a colon, a user that is not empty;
 * the password ends where its NULs begin to trail.
 * @returns `undefined` for what makes Docker refuse the whole file
 */
export function decodeAuth(auth: string): UserPassword | undefined {
  const packed = auth.replace(/[\r\n]/g, '')
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined
  const plain = Buffer.from(packed, 'base64').toString('utf8')
  const colon = plain.indexOf(':')
  if (colon < 1) return undefined
  return { username: plain.slice(0, colon), password: trimNuls(plain.slice(colon + 1)) }
}

/** A short mark of a login that does not give it away: the ledger knows by it what is still ours. */
export function fingerprint({ username, password }: UserPassword): string {
  return createHash('sha256').update(`${username}:${password}`).digest('hex')
}

function trimNuls(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) === 0) start += 1
  while (end > start && text.charCodeAt(end - 1) === 0) end -= 1
  return text.slice(start, end)
}
