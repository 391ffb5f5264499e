import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'

/** A new key on the curve P-256: PKCS#8, base64, as Atmos keeps it. */
export function makeDpopKey(): Secret {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return new Secret(privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'))
}

/** Whether a text is such a key. */
export function isDpopKey(text: string): boolean {
  try {
    return keyOf(new Secret(text)).asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

/**
 * Proof that the sender of a POST holds the key that its tokens are bound to (RFC 9449): a JWT signed with ES256.
 * @param url the whole address, without query
 */
export function dpopProof(
  { key, url }: { readonly key: Secret; readonly url: string },
  { clock, random }: Needs<'clock' | 'random'>,
): string {
  const privateKey = keyOf(key)
  const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } }
  const claims = {
    jti: Buffer.from(random.bytes(16)).toString('base64url'),
    htm: 'POST',
    htu: url,
    iat: Math.floor(clock.now() / 1000),
  }
  const signed = [header, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

function keyOf(key: Secret) {
  return createPrivateKey({ key: Buffer.from(key.expose(), 'base64'), format: 'der', type: 'pkcs8' })
}
