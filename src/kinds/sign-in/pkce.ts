import { createHash, timingSafeEqual } from 'node:crypto'
import { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'

/** Proof that the program which redeems a code is the one that asked for it (RFC 7636), and the state that ties them. */
export interface Pkce {
  readonly verifier: Secret
  /** SHA-256 of the verifier; not secret. */
  readonly challenge: string
  /** Comes back with the browser; not secret before the sign-in, useless after it. */
  readonly state: string
}

/** Made anew for every sign-in: 64 and 43 characters out of 384 and 256 random bits. */
export function makePkce({ random }: Needs<'random'>): Pkce {
  const verifier = base64url(random.bytes(48))
  return {
    verifier: new Secret(verifier),
    challenge: createHash('sha256').update(verifier).digest('base64url'),
    state: base64url(random.bytes(32)),
  }
}

/** Compares without telling by its time how much was right. */
export function sameState(one: string, other: string): boolean {
  const hashed = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hashed(one), hashed(other))
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
