import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Secret } from '../auth/secret.ts'

/** How a password becomes a key; kept beside what it sealed, so that the cost can grow later. */
export interface KeyRecipe {
  readonly name: 'scrypt'
  /** Cost (a power of two), block size, parallelism. */
  readonly N: number
  readonly r: number
  readonly p: number
  /** 16 random bytes, base64. */
  readonly salt: string
}

/** 32 MiB and about 0.3 s: the row for N = 2^15 of OWASP's password storage cheat sheet. */
export const usualCost = { name: 'scrypt', N: 32_768, r: 8, p: 3 } as const

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
)

/** The key of a password, 32 bytes. */
export async function keyFrom(password: Secret, { N, r, p, salt }: KeyRecipe): Promise<Buffer> {
  return await derive(password.expose(), Buffer.from(salt, 'base64'), 32, { N, r, p, maxmem: 256 * N * r })
}

interface SealParts {
  readonly key: Buffer
  /** What the text belongs to: a sealed text moved to another name does not open. */
  readonly name: string
}

const ivLength = 12
const tagLength = 16

/** Encrypts with AES-256-GCM. @param iv 12 bytes, never used before with this key @returns base64 */
export function seal(text: Secret, iv: Uint8Array, { key, name }: SealParts): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(name))
  const sealed = Buffer.concat([cipher.update(text.expose(), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

/** What `seal` made, opened; `undefined` when the key or the name is another, or a byte was changed. */
export function unseal(sealed: string, { key, name }: SealParts): string | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.length < ivLength + tagLength) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), {
    authTagLength: tagLength,
  })
  decipher.setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()])
    return opened.toString('utf8')
  } catch {
    return undefined
  }
}
