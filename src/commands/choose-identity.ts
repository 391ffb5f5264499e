import type { AuthConfig, IdentityEntry } from '../auth/auth-config.ts'
import { findIdentity, missingConfiguration } from '../auth/lookup.ts'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { pointToProfiles } from './point-to-profiles.ts'
import type { Session } from './session.ts'

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
    return await pick(
      auth.identities,
      { question: 'Select an identity:', code: 'selection-needs-terminal' },
      effects,
    )
  }
  const name = wish.named ?? (wish.fromEnvironment || undefined)
  if (name !== undefined) return findIdentity(auth, name)
  if (wish.tags !== undefined && wish.tags.length > 0) return await byTags(auth, wish.tags, effects)
  return await defaultIdentity(auth, effects)
}

async function defaultIdentity(auth: AuthConfig, effects: Asking): Promise<IdentityEntry> {
  const defaults = auth.identities.filter(entry => entry.default)
  const [only] = defaults
  if (only !== undefined && defaults.length === 1) return only
  if (defaults.length > 1) {
    return await pick(
      defaults,
      { question: 'Multiple default identities found. Please choose one:', code: 'no-default-identity' },
      effects,
    )
  }
  return await pick(
    auth.identities,
    { question: 'No default identity configured. Please choose an identity:', code: 'no-default-identity' },
    effects,
  )
}

async function byTags(auth: AuthConfig, tags: readonly string[], effects: Asking): Promise<IdentityEntry> {
  const wanted = tags.map(tag => tag.toLowerCase())
  const matching = auth.identities.filter(entry => entry.tags.some(tag => wanted.includes(tag.toLowerCase())))
  const [only] = matching
  if (only === undefined) {
    const known = [...new Set(auth.identities.flatMap(entry => entry.tags))].sort()
    throw new Failure({
      code: 'identity-not-found',
      what: `No identity has the tag ${tags.join(' or ')}`,
      why: known.length === 0 ? 'no identity has any tag' : `tags in use: ${known.join(', ')}`,
      next: 'Name the identity instead: --identity NAME',
    })
  }
  if (matching.length === 1) return only
  return await pick(
    matching,
    {
      question: `Multiple identities match tags [${tags.join(', ')}]. Select one:`,
      code: 'selection-needs-terminal',
    },
    effects,
  )
}

interface Question {
  readonly question: string
  /** The failure where nobody can be asked. */
  readonly code: 'selection-needs-terminal' | 'no-default-identity'
}

async function pick(
  entries: readonly IdentityEntry[],
  { question, code }: Question,
  { terminal }: Asking,
): Promise<IdentityEntry> {
  const sorted = [...entries].sort((one, other) =>
    one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1,
  )
  const names = sorted.map(entry => entry.name)
  if (entries.length === 0) {
    throw new Failure({
      code: 'identity-not-found',
      what: 'No identity is configured',
      why: 'auth.identities of the configuration is empty',
      next: 'See docs/configuration.md, or select a profile with --profile NAME',
    })
  }
  if (!terminal.canAsk) throw cannotAsk(code, names)
  const chosen = await terminal.choose(question, sorted.map(toChoice))
  const found = sorted.find(entry => entry.name === chosen)
  if (found === undefined) throw new Failure({ code: 'interrupted', what: 'No identity was chosen' })
  return found
}

function toChoice(entry: IdentityEntry) {
  return { value: entry.name, label: entry.name, hint: entry.kind }
}

function cannotAsk(code: Question['code'], names: readonly string[]): Failure {
  return new Failure({
    code,
    what:
      code === 'no-default-identity'
        ? 'No identity was named, and the configuration does not settle on one'
        : 'An identity must be chosen, but nobody can be asked here',
    why: `choose from: ${names.join(', ')}`,
    next:
      code === 'no-default-identity'
        ? 'Set default: true on one identity, or use --identity NAME or ATMOS_IDENTITY'
        : 'Use --identity NAME',
    details: { identities: names },
  })
}
