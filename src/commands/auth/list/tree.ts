import { isRecord } from '../../../auth/parse-json.ts'
import { factOf, partOf, type Written } from '../written-facts.ts'
import type { ListedIdentity, ListedProvider, Listing, Start } from './listing.ts'
import { dotOf, type Paint } from './paint.ts'

interface Branch {
  readonly label: string
  readonly children: readonly Branch[]
}

/** A tree: providers with what starts from them, and identities that start from these in turn. */
export function asTree(listing: Listing, paint: Paint): string {
  const grow = grower(listing, paint)
  const branches = [
    ...listing.providers.map(provider =>
      providerBranch(provider, grow.startingFrom('provider', provider.name), paint),
    ),
    ...filteredStarts(listing).map(start => ({
      label: `${start.name} ${paint('dim', start.exists ? '(filtered)' : '(not configured)')}`,
      children: grow.startingFrom(start.role, start.name),
    })),
  ]
  const alone = listing.identities.filter(({ start }) => start === undefined).map(grow.identity)
  // Identities that start from each other only: nothing else leads to them.
  for (const identity of listing.identities) {
    if (!grow.hasGrown(identity)) alone.push(grow.identity(identity))
  }
  if (alone.length > 0) branches.push({ label: 'Standalone Identities', children: alone })
  return `${paint('bold', ' Authentication Configuration')}\n${lines(branches, '').join('\n')}\n`
}

interface Grower {
  /** The identities that start from an entry, each with those that start from it. */
  startingFrom(role: Start['role'], name: string): readonly Branch[]
  /** An identity with those that start from it. */
  identity(identity: ListedIdentity): Branch
  /** Whether an identity has its place in the tree already. */
  hasGrown(identity: ListedIdentity): boolean
}

function grower({ identities }: Listing, paint: Paint): Grower {
  const grown = new Set<string>()
  const startingFrom = (role: Start['role'], name: string, path: readonly string[]): readonly Branch[] =>
    identities
      .filter(({ start }) => start?.role === role && start.name === name)
      .map(identity => branchOf(identity, path))
  const branchOf = (identity: ListedIdentity, path: readonly string[]): Branch => {
    const { name } = identity
    if (path.includes(name)) return { label: `${name} (cycle detected)`, children: [] }
    grown.add(name)
    const chained = startingFrom('identity', name, [...path, name])
    return { label: identityLabel(identity, paint), children: [...identityFacts(identity), ...chained] }
  }
  return {
    startingFrom: (role, name) => startingFrom(role, name, []),
    identity: identity => branchOf(identity, []),
    hasGrown: ({ name }) => grown.has(name),
  }
}

/** What shown identities start from without being shown itself. */
function filteredStarts({ providers, identities }: Listing): readonly Start[] {
  const shown = { provider: new Set(providers.map(nameOf)), identity: new Set(identities.map(nameOf)) }
  const missing = identities.flatMap(({ start }) =>
    start === undefined || shown[start.role].has(start.name) ? [] : [start],
  )
  return missing.filter(
    (start, index) =>
      missing.findIndex(other => other.role === start.role && other.name === start.name) === index,
  )
}

function providerBranch(provider: ListedProvider, identities: readonly Branch[], paint: Paint): Branch {
  const { name, kind, isDefault, written } = provider
  const facts = [
    ['Region', factOf(written, 'region')],
    ['Start URL', factOf(written, 'start_url')],
    ['URL', factOf(written, 'url')],
    ['Username', factOf(written, 'username')],
    ['Provider Type', factOf(written, 'provider_type')],
    ['Session Duration', factOf(written, 'session.duration')],
  ].flatMap(([label, value]) => (value === undefined ? [] : [leaf(`${label}: ${value}`)]))
  const inner = identities.length === 0 ? [] : [{ label: 'Identities', children: identities }]
  const mark = isDefault ? ` ${paint('cyan', '[DEFAULT]')}` : ''
  return { label: `${paint('bold', name)} (${kind})${mark}`, children: [...facts, ...inner] }
}

function identityLabel({ name, kind, isDefault, alias, standing }: ListedIdentity, paint: Paint): string {
  return [
    ...(standing === undefined ? [] : [dotOf(standing, paint)]),
    paint('bold', name),
    `(${kind})`,
    ...(isDefault ? [paint('cyan', '[DEFAULT]')] : []),
    ...(alias === undefined ? [] : [`[ALIAS: ${alias}]`]),
    ...(standing?.left === undefined ? [] : [paint('dim', standing.left)]),
  ].join(' ')
}

function identityFacts({ written }: ListedIdentity): readonly Branch[] {
  const principal = partOf(written, 'principal')
  return [
    ...(principal === undefined ? [] : [{ label: 'Principal', children: factBranches(principal) }]),
    ...(partOf(written, 'credentials') === undefined ? [] : [leaf('Credentials: [redacted]')]),
  ]
}

function factBranches(part: Written): readonly Branch[] {
  return Object.entries(part).map(([key, value]) =>
    isRecord(value)
      ? { label: key, children: factBranches(value) }
      : leaf(`${key}: ${Array.isArray(value) ? value.map(shown).join(', ') : shown(value)}`),
  )
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function leaf(label: string): Branch {
  return { label, children: [] }
}

function lines(branches: readonly Branch[], indent: string): readonly string[] {
  return branches.flatMap(({ label, children }, index) => {
    const isLast = index === branches.length - 1
    return [
      `${indent}${isLast ? '└──' : '├──'} ${label}`,
      ...lines(children, `${indent}${isLast ? '   ' : '│  '} `),
    ]
  })
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}
