import type { Secret } from './secret.ts'

/** What a registry service hands out: user name and password, good for every registry it serves. */
export interface RegistryToken {
  readonly username: string
  readonly password: Secret
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** Credentials for one container registry. */
export interface Login extends RegistryToken {
  /** Bare lower-case host: the key under which every client looks it up. */
  readonly registry: string
}
