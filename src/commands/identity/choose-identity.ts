import type { AuthConfig, IdentityEntry } from '../../auth/auth-config.ts'
import { findIdentity, missingConfiguration } from '../../auth/lookup.ts'
import type { Needs } from '../../effects/effects.ts'
import type { Session } from '../session.ts'
import { pickIdentity } from './pick-identity.ts'
import { pointToProfiles } from './point-to-profiles.ts'
import { noneTagged, withTag } from './tags.ts'

/** What the words and the environment say about the identity. */
export interface IdentityWish {
  /** The positional name, or `--identity NAME`; `''` is a bare `--identity`. */
  readonly named: string | undefined
  /** `ATMOS_IDENTITY`, for the commands that obey it. */
  readonly fromEnvironment?: string | undefined
  /** `--tags`, any of which is enough. */
  readonly tags?: readonly string[]
}

type Asking = Needs<'terminal'>

/**
 * The identity a command is about: named, else by `ATMOS_IDENTITY`, else by tags, else the default one. On a
 * terminal an open question is asked; elsewhere it is a failure that lists the names.
 */
export async function chooseIdentity(
  wish: IdentityWish,
  session: Pick<Session, 'auth' | 'effects' | 'profilesWith'>,
): Promise<IdentityEntry> {
  try {
    return await chosenIn(session.auth, wish, session.effects)
  } catch (thrown) {
    throw await pointToProfiles(thrown, session)
  }
}

async function chosenIn(auth: AuthConfig, wish: IdentityWish, effects: Asking): Promise<IdentityEntry> {
  const missing = missingConfiguration(auth)
  if (missing !== undefined) throw missing
  if (wish.named === '') {
    const asked = { question: 'Select an identity:', code: 'selection-needs-terminal' } as const
    return await pickIdentity(auth.identities, asked, effects)
  }
  const name = wish.named ?? (wish.fromEnvironment || undefined)
  if (name !== undefined) return findIdentity(auth, name)
  if (wish.tags !== undefined && wish.tags.length > 0) return await byTags(auth, wish.tags, effects)
  return await defaultIdentity(auth, effects)
}

async function defaultIdentity({ identities }: AuthConfig, effects: Asking): Promise<IdentityEntry> {
  const defaults = identities.filter(entry => entry.default)
  const [only, ...others] = defaults
  if (only !== undefined && others.length === 0) return only
  const [entries, question] =
    only === undefined
      ? [identities, 'No default identity configured. Please choose an identity:']
      : [defaults, 'Multiple default identities found. Please choose one:']
  return await pickIdentity(entries, { question, code: 'no-default-identity' }, effects)
}

async function byTags(
  { identities }: AuthConfig,
  tags: readonly string[],
  effects: Asking,
): Promise<IdentityEntry> {
  const matching = withTag(identities, tags)
  const [only, ...others] = matching
  if (only === undefined) throw noneTagged('identity', identities, tags)
  if (others.length === 0) return only
  const question = `Multiple identities match tags [${tags.join(', ')}]. Select one:`
  return await pickIdentity(matching, { question, code: 'selection-needs-terminal' }, effects)
}
