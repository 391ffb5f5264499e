import type { AuthConfig, IdentityEntry, Problem, ProviderEntry, Via } from '../../auth/auth-config.ts'
import type { CredentialType } from '../../auth/credentials.ts'
import { originIn } from '../../auth/entry-origin.ts'
import { foreseenProblems } from '../../auth/foreseen.ts'
import type { Catalog, IdentityKind, ProviderKind } from '../../auth/kind.ts'
import { nearest } from '../../errors/nearest.ts'
import { circleProblems } from './circles.ts'

/** Everything that names something else in the configuration, held against what is there. */
export function referenceProblems(auth: AuthConfig, catalog: Catalog): readonly Problem[] {
  const index = indexOf(auth, catalog)
  return [
    ...auth.identities.flatMap(entry => identityProblems(entry, index)),
    ...auth.integrations.flatMap(entry => {
      const accepts = index.accepts.get(entry.kind)
      return entry.via === undefined
        ? []
        : viaProblems({ section: 'integrations', entry, accepts, via: entry.via }, index)
    }),
    ...circleProblems(auth.identities, entry => before(entry, index)),
  ]
}

interface Index {
  readonly providers: ReadonlyMap<string, ProviderEntry>
  readonly identities: ReadonlyMap<string, IdentityEntry>
  readonly kinds: ReadonlyMap<string, ProviderKind | IdentityKind>
  readonly accepts: ReadonlyMap<string, readonly CredentialType[]>
}

function indexOf(auth: AuthConfig, catalog: Catalog): Index {
  const lower = <E extends { readonly name: string }>(entries: readonly E[]) =>
    entries.map(entry => [entry.name.toLowerCase(), entry] as const)
  // As in a lookup, the first of two aliases counts, and a name before any.
  const aliases = auth.identities
    .toReversed()
    .flatMap(entry => (entry.alias === undefined ? [] : [[entry.alias.toLowerCase(), entry] as const]))
  return {
    providers: new Map(lower(auth.providers)),
    identities: new Map([...aliases, ...lower(auth.identities)]),
    kinds: new Map(
      [...catalog.providers, ...catalog.identities].map(kind => [`${kind.role} ${kind.kind}`, kind] as const),
    ),
    accepts: new Map([...catalog.identities, ...catalog.integrations].map(kind => [kind.kind, kind.accepts])),
  }
}

function identityProblems(entry: IdentityEntry, index: Index): readonly Problem[] {
  const accepts = index.accepts.get(entry.kind)
  const path = `auth.identities.${entry.name}`
  const place = originIn(entry, '')
  if (entry.via === undefined) {
    const isWaiting = entry.pending.some(part => part.startsWith('via'))
    const isSaid = entry.problems.some(problem => problem.path.startsWith(`${path}.via`))
    if (accepts === undefined || accepts.length === 0 || isWaiting || isSaid) return []
    const message = `does not say what it starts from (${entry.kind} needs ${accepts.join(' or ')} credentials)`
    const next = 'Add via: { provider: NAME } or via: { identity: NAME }'
    return [{ severity: 'error', path, message, next, ...place }]
  }
  if (accepts?.length === 0) {
    const message = `${entry.kind} starts by itself, so via has no effect`
    return [{ severity: 'warning', path: `${path}.via`, message, ...originIn(entry, 'via') }]
  }
  const misfits = viaProblems({ section: 'identities', entry, accepts, via: entry.via }, index)
  return misfits.length > 0 ? misfits : foreseenBehind(entry, entry.via, index)
}

/** What the kind knows to fail behind the kind before it. */
function foreseenBehind(entry: IdentityEntry, via: Via, index: Index): readonly Problem[] {
  const kind = index.kinds.get(`identity ${entry.kind}`)
  const before =
    'provider' in via
      ? index.kinds.get(`provider ${index.providers.get(via.provider.toLowerCase())?.kind}`)
      : index.kinds.get(`identity ${index.identities.get(via.identity.toLowerCase())?.kind}`)
  return kind?.role === 'identity' ? foreseenProblems({ role: 'identity', entry, kind }, before) : []
}

interface Referrer {
  readonly section: 'identities' | 'integrations'
  readonly entry: Pick<IdentityEntry, 'name' | 'kind' | 'origins'>
  /** `undefined` where the kind is none of ours. */
  readonly accepts: readonly CredentialType[] | undefined
  readonly via: Via
}

function viaProblems({ section, entry, accepts, via }: Referrer, index: Index): readonly Problem[] {
  const [role, name] =
    'provider' in via ? (['provider', via.provider] as const) : (['identity', via.identity] as const)
  const shelf: ReadonlyMap<string, ProviderEntry | IdentityEntry> =
    role === 'provider' ? index.providers : index.identities
  const target = shelf.get(name.toLowerCase())
  const place = { path: `auth.${section}.${entry.name}.via.${role}`, ...originIn(entry, `via.${role}`) }
  if (target === undefined) {
    const close = nearest(
      name,
      [...shelf.values()].map(known => known.name),
    )
    const next = close === undefined ? {} : { next: `Did you mean ${close}?` }
    return [{ severity: 'error', ...place, message: `there is no ${role} called ${name}`, ...next }]
  }
  // An integration bound to a provider runs for the identities that start there, whose fit is checked on its own.
  const yields =
    section === 'integrations' && role === 'provider'
      ? undefined
      : index.kinds.get(`${role} ${target.kind}`)?.yields
  if (accepts === undefined || yields === undefined || accepts.includes(yields)) return []
  const message = `${entry.kind} needs ${accepts.join(' or ')} credentials, ${role} ${target.name} (${target.kind}) gives ${yields}`
  return [{ severity: 'error', ...place, message }]
}

/** The identity that another starts from. */
function before({ via }: IdentityEntry, index: Index): IdentityEntry | undefined {
  return via !== undefined && 'identity' in via ? index.identities.get(via.identity.toLowerCase()) : undefined
}
