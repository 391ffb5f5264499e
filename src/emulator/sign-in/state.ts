import { createIssuer, type Issuer } from '../issuer.ts'

/** A code of `aws login`, good once. Instants are milliseconds since the epoch. */
interface SignInCode {
  readonly clientId: string
  readonly arn: string
  readonly redirectUri: string
  readonly challenge: string
  readonly expiresAt: number
}

/** A session of `aws login`, bound to the key its first token was asked for with. */
export interface SignInSession {
  readonly clientId: string
  readonly arn: string
  readonly thumbprint: string
  readonly endsAt: number
}

/** Everything the sign-in service remembers. */
export interface SignInState {
  readonly codes: Map<string, SignInCode>
  /** By refresh token; each is good once. */
  readonly sessions: Map<string, SignInSession>
  /** Identifiers of proofs that were used. */
  readonly proofs: Set<string>
  /** Who signs its identity tokens. */
  readonly issuer: Issuer
}

/** Nobody has signed in yet. */
export function createSignInState(): SignInState {
  return {
    codes: new Map(),
    sessions: new Map(),
    proofs: new Set(),
    issuer: createIssuer('emulated-sign-in'),
  }
}
