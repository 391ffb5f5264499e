import type { IdentityEntry } from '../../auth/auth-config.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'

/** What is said, and done next, where nobody can be asked. */
const unasked = {
  'no-default-identity': {
    what: 'No identity was named, and the configuration has no single default',
    next: 'Set default: true on one identity, or use --identity NAME or ATMOS_IDENTITY',
  },
  'selection-needs-terminal': {
    what: 'An identity must be chosen, but nobody can be asked here',
    next: 'Use --identity NAME',
  },
} as const

export interface Question {
  readonly question: string
  /** Of the failure where nobody can be asked. */
  readonly code: keyof typeof unasked
}

/**
 * Has a person pick an identity from a list, sorted by name.
 * @throws Failure that lists the names where nobody can be asked; `identity-not-found` where there are none
 */
export async function pickIdentity(
  entries: readonly IdentityEntry[],
  { question, code }: Question,
  { terminal }: Needs<'terminal'>,
): Promise<IdentityEntry> {
  if (entries.length === 0) throw noIdentities()
  const sorted = [...entries].sort((one, other) =>
    one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1,
  )
  const names = sorted.map(entry => entry.name)
  if (!terminal.canAsk) {
    const why = `choose from: ${names.join(', ')}`
    throw new Failure({ code, ...unasked[code], why, details: { identities: names } })
  }
  const choices = sorted.map(({ name, kind }) => ({ value: name, label: name, hint: kind }))
  const chosen = await terminal.choose(question, choices)
  const found = sorted.find(entry => entry.name === chosen)
  if (found === undefined) throw new Failure({ code: 'interrupted', what: 'No identity was chosen' })
  return found
}

function noIdentities(): Failure {
  return new Failure({
    code: 'identity-not-found',
    what: 'No identity is configured',
    why: 'auth.identities of the configuration is empty',
    next: 'See docs/configuration.md, or select a profile with --profile NAME',
  })
}
