/** A program that registered itself. Instants are milliseconds since the epoch. */
export interface RegisteredClient {
  readonly id: string
  readonly secret: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly grantTypes: readonly string[]
  readonly redirectUris: readonly string[]
  readonly expiresAt: number
}

/** What a person said about a request. */
export type Decision = { readonly allowedBy: string } | 'denied'

export interface DeviceCode {
  readonly deviceCode: string
  readonly userCode: string
  readonly clientId: string
  expiresAt: number
  decision: Decision | undefined
  askedAt: number | undefined
  /** What must lie between two questions, milliseconds. */
  interval: number
  /** Questions that came too early. */
  early: number
}

interface AuthorizationCode {
  readonly clientId: string
  readonly user: string
  readonly redirectUri: string
  readonly challenge: string
  readonly expiresAt: number
}

/** From a person's sign-in on, over all its tokens. */
export interface PortalSession {
  readonly user: string
  readonly clientId: string
  readonly endsAt: number
}

interface AccessToken {
  readonly session: PortalSession
  readonly expiresAt: number
}

/** Everything IAM Identity Center remembers. */
export interface SsoState {
  /** By id. */
  readonly clients: Map<string, RegisteredClient>
  /** By device code. */
  readonly devices: Map<string, DeviceCode>
  /** By the code itself; each is good once. */
  readonly codes: Map<string, AuthorizationCode>
  readonly accessTokens: Map<string, AccessToken>
  /** Each is good once. */
  readonly refreshTokens: Map<string, PortalSession>
}

/** Nobody has registered or signed in yet. */
export function createSsoState(): SsoState {
  return {
    clients: new Map(),
    devices: new Map(),
    codes: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
  }
}
