import type { FailureCode } from '../errors/codes.ts'
import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import type { AuthConfig, IdentityEntry, IntegrationEntry, ProviderEntry } from './auth-config.ts'

/** Names are matched without regard to case, everywhere. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** The identity of that name or alias. @throws Failure `identity-not-found` with the names there are, or `config-not-found` */
export function findIdentity(auth: AuthConfig, name: string): IdentityEntry {
  const found =
    auth.identities.find(entry => sameName(entry.name, name)) ??
    auth.identities.find(entry => entry.alias !== undefined && sameName(entry.alias, name))
  return (
    found ?? notFound({ auth, what: 'identity', code: 'identity-not-found', name, entries: auth.identities })
  )
}

/** @throws Failure `provider-not-found` with the names there are */
export function findProvider(auth: AuthConfig, name: string): ProviderEntry {
  const found = auth.providers.find(entry => sameName(entry.name, name))
  return (
    found ?? notFound({ auth, what: 'provider', code: 'provider-not-found', name, entries: auth.providers })
  )
}

/** @throws Failure `integration-not-found` with the names there are */
export function findIntegration(auth: AuthConfig, name: string): IntegrationEntry {
  const found = auth.integrations.find(entry => sameName(entry.name, name))
  return (
    found ??
    notFound({ auth, what: 'integration', code: 'integration-not-found', name, entries: auth.integrations })
  )
}

/** What there is to say where nothing is configured because there is no file; `undefined` where there is one. */
export function missingConfiguration({ soughtIn, identities }: AuthConfig): Failure | undefined {
  if (soughtIn === undefined || identities.length > 0) return undefined
  return new Failure({
    code: 'config-not-found',
    what: 'No configuration was found',
    why: `there is no atmos.yaml ${soughtIn}, nor in the folders for this user and this machine`,
    next: 'Go to the folder of your project (or --chdir DIR), or name the file: --config FILE',
  })
}

interface Missing {
  readonly auth: AuthConfig
  readonly what: string
  readonly code: FailureCode
  readonly name: string
  readonly entries: readonly { readonly name: string }[]
}

function notFound({ auth, what, code, name, entries }: Missing): never {
  const missing = missingConfiguration(auth)
  if (missing !== undefined) throw missing
  const names = entries.map(entry => entry.name)
  const close = nearest(name, names)
  throw new Failure({
    code,
    what: `There is no ${what} called ${name}`,
    why: names.length === 0 ? `the configuration has no ${what}` : `known: ${names.join(', ')}`,
    next: close === undefined ? 'See them all with: atmos auth list' : `Did you mean ${close}?`,
    details: { name, known: names },
  })
}
