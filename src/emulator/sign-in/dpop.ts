import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { originOf, pathOf } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { timeOf, type World } from '../world.ts'
import { signInRefusal } from './refusals.ts'

interface Proof {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly signed: string
  readonly signature: Buffer
}

/** How far the times of a proof and of the service may be apart, seconds. */
const window = 300

/**
 * Checks the proof of possession in the header `dpop` (RFC 9449): ES256, for this very address, made now, used once.
 * @returns the thumbprint of the key (RFC 7638), which tokens are bound to
 * @throws Refusal `ValidationException`
 */
export function checkProof(received: Received, world: World): string {
  const { header, claims, signed, signature } = readProof(received.headers.dpop)
  const key = header.jwk as JsonWebKey | undefined
  if (header.typ !== 'dpop+jwt' || header.alg !== 'ES256' || !isPublicKey(key)) throw invalid('its header')
  const publicKey = createPublicKey({ key, format: 'jwk' })
  const isSigned = verify(
    'sha256',
    Buffer.from(signed),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    signature,
  )
  if (!isSigned) throw invalid('its signature')
  if (claims.htm !== received.method) throw invalid('htm')
  if (claims.htu !== `${originOf(received)}${pathOf(received)}`) throw invalid('htu')
  const age = Math.abs(timeOf(world) / 1000 - Number(claims.iat))
  if (!(age <= window)) throw invalid('iat')
  checkOnce(claims.jti, world)
  return thumbprint(key)
}

function readProof(text = ''): Proof {
  const [header = '', claims = '', signature = '', ...rest] = text.split('.')
  try {
    if (rest.length > 0) throw new Error('more than three parts')
    return {
      header: JSON.parse(Buffer.from(header, 'base64url').toString('utf8')),
      claims: JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')),
      signed: `${header}.${claims}`,
      signature: Buffer.from(signature, 'base64url'),
    }
  } catch {
    throw invalid('its form')
  }
}

function isPublicKey(key: JsonWebKey | undefined): key is JsonWebKey {
  const isPoint = typeof key?.x === 'string' && typeof key.y === 'string'
  return isPoint && key.kty === 'EC' && key.crv === 'P-256' && !('d' in key)
}

function checkOnce(jti: unknown, { signIn: { proofs } }: World): void {
  if (typeof jti !== 'string' || jti === '' || proofs.has(jti)) throw invalid('jti')
  proofs.add(jti)
}

function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

function invalid(what: string) {
  return signInRefusal('invalid_request', `The DPoP proof is not valid: ${what}`)
}
