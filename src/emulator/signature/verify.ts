import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AccessKey } from '../keys.ts'
import type { Received } from '../received.ts'
import { Refusal } from '../refusal.ts'
import { partitionOfRegion } from '../region.ts'
import { timeOf, type World } from '../world.ts'
import { type Authorization, readAuthorization } from './authorization.ts'
import { canonicalRequest, sha256 } from './canonical.ts'
import { checkTime } from './check-time.ts'

/** Who signed a request, and the Region it was signed for. */
export interface Signer {
  readonly key: AccessKey
  readonly region: string
}

/** What the scope of a signature must say. */
export interface ExpectedScope {
  readonly service: string
  /** The Region of the host that was called; `undefined` when its name has none. */
  readonly region: string | undefined
}

/**
 * Verifies a Signature Version 4 request as AWS does, by an independent reading of its documentation.
 * @throws Refusal naming what is wrong with the signature or with the keys behind it
 */
export function verifySignature(received: Received, expected: ExpectedScope, world: World): Signer {
  const authorization = readAuthorization(received.headers.authorization)
  const key = findKey(received, authorization, world)
  const now = timeOf(world)
  if (key.expiresAt !== undefined && key.expiresAt <= now) {
    throw new Refusal('expired-key', 'The security token included in the request is expired')
  }
  const signedAt = received.headers['x-amz-date'] ?? ''
  checkTime(signedAt, authorization, now)
  checkScope(authorization, expected)
  checkSignedHeaders(received, authorization)
  if (!sameText(authorization.signature, signatureOf(received, authorization, key.secret))) {
    throw new Refusal(
      'bad-signature',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    )
  }
  return { key, region: authorization.region }
}

function findKey(received: Received, { accessKeyId, region }: Authorization, world: World): AccessKey {
  const key = world.keys.get(accessKeyId)
  const known =
    key !== undefined &&
    key.sessionToken === received.headers['x-amz-security-token'] &&
    key.principal.partition === partitionOfRegion(region).partition
  if (known) return key
  throw new Refusal('unknown-key', 'The security token included in the request is invalid.')
}

function checkScope({ region, service, terminator }: Authorization, expected: ExpectedScope): void {
  const wrong = [
    expected.region !== undefined && region !== expected.region
      ? `Credential should be scoped to a valid region, not '${region}'. `
      : '',
    service !== expected.service
      ? `Credential should be scoped to correct service: '${expected.service}'. `
      : '',
    terminator !== 'aws4_request'
      ? `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `
      : '',
  ].join('')
  if (wrong !== '') throw new Refusal('bad-signature', wrong)
}

/** The host and every `x-amz-` header must be under the signature, or anyone on the way could change them. */
function checkSignedHeaders(received: Received, { signedHeaders }: Authorization): void {
  const names = Object.keys(received.headers).filter(name => name === 'host' || name.startsWith('x-amz-'))
  for (const name of names) {
    if (signedHeaders.includes(name)) continue
    throw new Refusal(
      'bad-signature',
      `'${name === 'host' ? 'Host' : name}' must be a 'SignedHeader' in the AWS Authorization.`,
    )
  }
}

function signatureOf(received: Received, authorization: Authorization, secret: string): string {
  const { day, region, service, terminator, signedHeaders } = authorization
  const toSign = [
    'AWS4-HMAC-SHA256',
    received.headers['x-amz-date'],
    [day, region, service, terminator].join('/'),
    sha256(canonicalRequest(received, signedHeaders)),
  ].join('\n')
  const signingKey = [day, region, service, terminator].reduce<string | Buffer>(
    (key, part) => hmac(key, part),
    `AWS4${secret}`,
  )
  return hmac(signingKey, toSign).toString('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
