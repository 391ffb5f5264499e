import type { Secret } from '../../../auth/secret.ts'
import type { Effects } from '../../../effects/effects.ts'
import type { SamlSpec } from './saml.ts'

/** One sign-in of a person at an identity provider. */
export interface SamlSignIn {
  /** Name of the provider's entry. */
  readonly name: string
  readonly spec: SamlSpec
  /** The identity provider, for people. */
  readonly host: string
  /** Private folder of this identity provider. */
  readonly folder: string
  /** How long a person may take, milliseconds. */
  readonly limitMs: number
}

/** A way for a person to sign in, made ready: whatever it lacks was said before. */
export type SamlWay = (effects: Effects) => Promise<Secret>
