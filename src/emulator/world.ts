import type { Needs } from '../effects/effects.ts'
import { createIssuer, type Issuer } from './github/issuer.ts'
import { type AccessKey, givenKey } from './keys.ts'
import type { Settings } from './options.ts'
import { createPullRate, type PullRate } from './registry/pull-rate.ts'
import { createSeal, type Seal } from './seal.ts'

/** Everything the pretend services know together. */
export interface World {
  readonly settings: Settings
  /** Access keys in force, by their id. */
  readonly keys: Map<string, AccessKey>
  readonly seal: Seal
  readonly pullRate: PullRate
  readonly github: Issuer
  readonly effects: Needs<'clock' | 'random'>
  /** How far the services' clock runs ahead of the caller's, milliseconds. */
  skew: number
}

export function createWorld(settings: Settings, effects: Needs<'clock' | 'random'>): World {
  const keys = settings.principals.map(givenKey)
  return {
    settings,
    keys: new Map(keys.map(key => [key.id, key])),
    seal: createSeal(effects),
    pullRate: createPullRate(),
    github: createIssuer(),
    effects,
    skew: 0,
  }
}

/** The time by the services' clock, milliseconds since the epoch. */
export function timeOf(world: World): number {
  return world.effects.clock.now() + world.skew
}

/** An identifier in the spelling AWS gives its requests. */
export function newRequestId(world: World): string {
  const hex = Buffer.from(world.effects.random.bytes(16)).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
