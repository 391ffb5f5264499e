import {
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** The claims of an identity token that services decide by; real ones carry more of the same kind. */
export interface IdentityClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string
  /** Seconds since the epoch. */
  readonly iat: number
  readonly exp: number
  readonly [claim: string]: string | number
}

/** Who signs identity tokens: of GitHub's jobs, and of people. */
export interface Issuer {
  mint(claims: IdentityClaims): string
  /** @returns the claims; `undefined` when the token is not one of this issuer's */
  open(token: string): IdentityClaims | undefined
  /** The public key, for anybody who wants to verify a token. */
  keys(): readonly JsonWebKey[]
}

/** An issuer with a key of its own, made when it is first needed. RS256, as GitHub. */
export function createIssuer(keyId: string): Issuer {
  let made: KeyObject | undefined
  const key = () => {
    made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    return made
  }
  return {
    mint(claims) {
      const head = encode({ typ: 'JWT', alg: 'RS256', kid: keyId })
      const signed = `${head}.${encode(claims)}`
      return `${signed}.${sign('sha256', Buffer.from(signed), key()).toString('base64url')}`
    },
    open(token) {
      const [head = '', claims = '', signature = ''] = token.split('.')
      const signed = Buffer.from(`${head}.${claims}`)
      const ours = verify('sha256', signed, createPublicKey(key()), Buffer.from(signature, 'base64url'))
      return ours ? JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) : undefined
    },
    keys: () => [
      { ...createPublicKey(key()).export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' },
    ],
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
