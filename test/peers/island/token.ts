import { createSign } from 'node:crypto'
import type { Certificates } from './certificates.ts'

export interface TokenRequest {
  readonly account: string
  readonly service: string
  /** e.g. `repository:docker/library/alpine:pull`; none for a mere check of the password. */
  readonly scopes: readonly string[]
}

/** A registry token in the Docker distribution's format: a JWT whose header carries the signer's certificate. */
export function signToken(request: TokenRequest, certificates: Certificates): string {
  const now = Math.floor(Date.now() / 1000)
  const header = { alg: 'RS256', typ: 'JWT', x5c: [derOf(certificates.certificate)] }
  const claims = {
    iss: request.service,
    sub: request.account,
    aud: request.service,
    iat: now,
    nbf: now - 10,
    exp: now + 300,
    jti: String(now),
    access: request.scopes.map(scope => accessOf(scope)),
  }
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(certificates.key, 'base64url')}`
}

/** What a scope asks for, cut down to what a reader of the registry may do. */
function accessOf(scope: string) {
  const [type = '', name = '', actions = ''] = scope.split(':')
  return { type, name, actions: actions.split(',').filter(action => action === 'pull') }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function derOf(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '')
}
