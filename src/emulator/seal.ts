import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Needs } from '../effects/effects.ts'

/** Turns facts into opaque tokens only the same emulator can read back. */
export interface Seal {
  close(facts: Readonly<Record<string, unknown>>): string
  /** @returns the facts; `undefined` when the token is not ours or was changed */
  open(token: string): Readonly<Record<string, unknown>> | undefined
}

/** A seal with a new random key: tokens of one emulator mean nothing to another. */
export function createSeal({ random }: Needs<'random'>): Seal {
  const key = random.bytes(32)
  const mark = (text: string) => createHmac('sha256', key).update(text).digest()
  return {
    close(facts) {
      const text = Buffer.from(JSON.stringify(facts)).toString('base64url')
      return `${text}.${mark(text).toString('base64url')}`
    },
    open(token) {
      const [text = '', given = '', ...rest] = token.split('.')
      const expected = mark(text)
      const bytes = Buffer.from(given, 'base64url')
      if (rest.length > 0 || bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return
      return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    },
  }
}
