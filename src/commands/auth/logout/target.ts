import type { AuthConfig } from '../../../auth/auth-config.ts'
import { findIdentity, findProvider, sameName } from '../../../auth/lookup.ts'
import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import type { Ledger } from '../../../sinks/ledger.ts'
import { excluded } from '../../excluded.ts'
import { noneTagged, withTag } from '../../identity/tags.ts'
import type { LogoutFlags } from '../logout.command.ts'

/** Whom to log out. Names are those of the entries, not aliases. */
export type Target =
  | { readonly type: 'identity'; readonly name: string }
  | { readonly type: 'providers'; readonly names: readonly string[] }
  | { readonly type: 'all' }
  | { readonly type: 'all-realms' }

export interface Asked {
  readonly flags: LogoutFlags
  /** The word on the command line. */
  readonly name: string | undefined
}

interface Known {
  readonly auth: AuthConfig
  readonly ledger: Ledger
  readonly effects: Effects
}

/**
 * Who is meant: what the words say, else `ATMOS_IDENTITY`, else what is chosen at a terminal.
 * @throws Failure when the words exclude each other, or a name is not there
 */
export async function logoutTarget(asked: Asked, known: Known): Promise<Target> {
  refuseExclusive(asked)
  const { flags, name } = asked
  if (flags.allRealms === true) return { type: 'all-realms' }
  if (flags.all === true) return { type: 'all' }
  if (flags.tags !== undefined) return { type: 'providers', names: taggedProviders(known.auth, flags.tags) }
  if (flags.provider !== undefined) {
    return { type: 'providers', names: [findProvider(known.auth, flags.provider).name] }
  }
  const named = name ?? flags.identity ?? (known.effects.env.get('ATMOS_IDENTITY') || undefined)
  return named === undefined || named === '' ? await choose(known) : identityTarget(named, known)
}

function refuseExclusive({ flags, name }: Asked): void {
  const { all, allRealms, tags, provider, identity } = flags
  const given = [
    ...(allRealms === true ? ['--all-realms'] : []),
    ...(all === true ? ['--all'] : []),
    ...(tags === undefined ? [] : ['--tags']),
    ...(provider === undefined ? [] : ['--provider']),
    ...(identity === undefined ? [] : ['--identity']),
    ...(name === undefined ? [] : [`the identity ${name}`]),
  ]
  const [first, ...others] = given
  if (first === undefined || others.length === 0) return
  throw excluded(first, others.join(' and '), { next: 'Run the command once for each of them' })
}

function taggedProviders({ providers }: AuthConfig, asked: readonly string[]): readonly string[] {
  const tags = asked.filter(tag => tag.trim() !== '')
  if (tags.length === 0) {
    throw new Failure({ code: 'usage', what: '--tags needs a tag', next: 'Write --tags a,b' })
  }
  const found = withTag(providers, tags)
  if (found.length === 0) throw noneTagged('provider', providers, tags)
  return found.map(({ name }) => name)
}

/** An identity that is gone from the configuration can still be logged out. */
function identityTarget(name: string, { auth, ledger }: Known): Target {
  const remembered = ledger.entries.find(({ identity }) => identity !== undefined && sameName(identity, name))
  const isConfigured = auth.identities.some(
    entry => sameName(entry.name, name) || (entry.alias !== undefined && sameName(entry.alias, name)),
  )
  if (!isConfigured && remembered?.identity !== undefined) {
    return { type: 'identity', name: remembered.identity }
  }
  return { type: 'identity', name: findIdentity(auth, name).name }
}

async function choose({ auth, effects }: Known): Promise<Target> {
  const { terminal } = effects
  const identities = auth.identities.map(({ name }) => name).sort()
  const providers = auth.providers.map(({ name }) => name).sort()
  if (!terminal.canAsk) {
    throw new Failure({
      code: 'selection-needs-terminal',
      what: 'It was not said whom to log out, and nobody can be asked here',
      why: identities.length === 0 ? 'no identity is configured' : `choose from: ${identities.join(', ')}`,
      next: 'Use atmos auth logout NAME, --provider NAME or --all',
    })
  }
  const chosen = await terminal.choose('Choose what to logout from:', [
    ...identities.map(name => ({ value: `identity ${name}`, label: name, hint: 'identity' })),
    ...providers.map(name => ({ value: `provider ${name}`, label: name, hint: 'provider' })),
    { value: 'all', label: 'All identities (complete logout)' },
  ])
  if (chosen === undefined) throw new Failure({ code: 'interrupted', what: 'Nothing was chosen' })
  if (chosen === 'all') return { type: 'all' }
  const name = chosen.slice(chosen.indexOf(' ') + 1)
  return chosen.startsWith('identity ') ? { type: 'identity', name } : { type: 'providers', names: [name] }
}
