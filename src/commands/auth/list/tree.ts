import { isRecord } from '../../../auth/parse-json.ts'
import { factOf, partOf, type Written } from '../written-facts.ts'
import type { ListedIdentity, ListedProvider, Listing, Standing, Start } from './listing.ts'
import type { Paint } from './paint.ts'

interface Branch {
  readonly label: string
  readonly children: readonly Branch[]
}

/** A tree: providers with what starts from them, and identities that start from these in turn. */
export function asTree(listing: Listing, paint: Paint): string {
  const seen = new Set<string>()
  const grow = grower(listing, paint, seen)
  const branches = [
    ...listing.providers.map(provider => providerBranch(provider, grow('provider', provider.name), paint)),
    ...filteredStarts(listing).map(start => ({
      label: `${start.name} ${paint('dim', start.exists ? '(filtered)' : '(not configured)')}`,
      children: grow(start.role, start.name),
    })),
  ]
  const alone = listing.identities.filter(({ start }) => start === undefined)
  const standalone = [
    ...alone.map(identity => grow.identity(identity)),
    ...circles(listing, seen, grow.identity),
  ]
  if (standalone.length > 0) branches.push({ label: 'Standalone Identities', children: standalone })
  return `${paint('bold', ' Authentication Configuration')}\n${lines(branches, '').join('\n')}\n`
}

interface Grow {
  /** The identities that start from an entry. */
  (role: Start['role'], name: string): readonly Branch[]
  identity(identity: ListedIdentity, path?: readonly string[]): Branch
}

function grower(listing: Listing, paint: Paint, seen: Set<string>): Grow {
  const from = (role: Start['role'], name: string, path: readonly string[]): readonly Branch[] =>
    listing.identities
      .filter(({ start }) => start?.role === role && start.name === name)
      .map(identity => branchOf(identity, path))
  const branchOf = (identity: ListedIdentity, path: readonly string[] = []): Branch => {
    const { name } = identity
    if (path.includes(name)) return { label: `${name} (cycle detected)`, children: [] }
    seen.add(name)
    const chained = from('identity', name, [...path, name])
    return { label: identityLabel(identity, paint), children: [...identityFacts(identity), ...chained] }
  }
  return Object.assign((role: Start['role'], name: string) => from(role, name, []), { identity: branchOf })
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

/** Identities that start from each other only: nothing else leads to them. */
function circles(
  { identities }: Listing,
  seen: ReadonlySet<string>,
  grow: Grow['identity'],
): readonly Branch[] {
  const branches: Branch[] = []
  for (const identity of identities) if (!seen.has(identity.name)) branches.push(grow(identity))
  return branches
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

const dotColors = { valid: 'green', expiring: 'yellow', expired: 'red' } as const

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

/** `●` in the colour of how the credentials stand. */
export function dotOf({ status }: Standing, paint: Paint): string {
  return paint(dotColors[status], '●')
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
