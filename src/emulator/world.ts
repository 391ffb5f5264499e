import type { Needs } from '../effects/effects.ts'
import { createIssuer, type Issuer } from './issuer.ts'
import { type AccessKey, givenKey } from './keys.ts'
import type { Settings } from './options.ts'
import { createPullRate, type PullRate } from './registry/pull-rate.ts'
import { createIdpKey, type IdpKey } from './saml/idp-key.ts'
import { createSeal, type Seal } from './seal.ts'
import { createSignInState, type SignInState } from './sign-in/state.ts'
import { createSsoState, type SsoState } from './sso/state.ts'

/** Everything the pretend services know together. */
export interface World {
  readonly settings: Settings
  /** Access keys in force, by their id. */
  readonly keys: Map<string, AccessKey>
  readonly seal: Seal
  readonly pullRate: PullRate
  readonly github: Issuer
  readonly sso: SsoState
  readonly signIn: SignInState
  /** Of the identity provider for SAML. */
  readonly idp: IdpKey
  readonly effects: Needs<'clock' | 'random'>
  /** How far the services' clock runs ahead of the caller's, milliseconds. */
  skew: number
}

/** A world in which only the principals of the settings have keys. */
export function createWorld(settings: Settings, effects: Needs<'clock' | 'random'>): World {
  const keys = settings.principals.map(givenKey)
  return {
    settings,
    keys: new Map(keys.map(key => [key.id, key])),
    seal: createSeal(effects),
    pullRate: createPullRate(),
    github: createIssuer('emulated-github'),
    sso: createSsoState(),
    signIn: createSignInState(),
    idp: createIdpKey(),
    effects,
    skew: 0,
  }
}

/** The time by the services' clock, milliseconds since the epoch. */
export function timeOf(world: World): number {
  return world.effects.clock.now() + world.skew
}

/** A random text nobody guesses. */
export function newToken(world: World, bytes = 48): string {
  return Buffer.from(world.effects.random.bytes(bytes)).toString('base64url')
}

/** An identifier in the spelling AWS gives its requests. */
export function newRequestId(world: World): string {
  const hex = Buffer.from(world.effects.random.bytes(16)).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
