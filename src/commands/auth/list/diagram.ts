import type { ListedIdentity, Listing } from './listing.ts'

/** A box of a diagram. */
interface Box {
  readonly id: string
  readonly role: 'provider' | 'identity' | 'missing'
  /** Lines of its text. */
  readonly text: readonly string[]
  readonly status?: 'valid' | 'expiring' | 'expired'
}

export interface Diagram {
  readonly boxes: readonly Box[]
  /** Ids of what is started from, and of what starts there. */
  readonly arrows: readonly (readonly [string, string])[]
}

/** Providers and identities as boxes, and who starts from whom as arrows. */
export function diagramOf({ providers, identities }: Listing): Diagram {
  const boxes: Box[] = [
    ...providers.map(({ name, kind, isDefault }, index) => ({
      id: `p${index}`,
      role: 'provider' as const,
      text: [isDefault ? `${name} [DEFAULT]` : name, kind],
    })),
    ...identities.map((identity, index) => ({
      id: `i${index}`,
      role: 'identity' as const,
      text: identityText(identity),
      ...(identity.standing === undefined ? {} : { status: identity.standing.status }),
    })),
  ]
  const ids = new Map<string, string>([
    ...providers.map(({ name }, index) => [`provider ${name}`, `p${index}`] as const),
    ...identities.map(({ name }, index) => [`identity ${name}`, `i${index}`] as const),
  ])
  const arrows = identities.flatMap(({ start }, index) => {
    if (start === undefined) return []
    const key = `${start.role} ${start.name}`
    const known = ids.get(key)
    const id = known ?? `m${boxes.length}`
    if (known === undefined) {
      ids.set(key, id)
      boxes.push({
        id,
        role: 'missing',
        text: [start.name, start.exists ? '(filtered)' : '(not configured)'],
      })
    }
    return [[id, `i${index}`] as const]
  })
  return { boxes, arrows }
}

function identityText({ name, kind, isDefault, alias, standing }: ListedIdentity): readonly string[] {
  return [
    isDefault ? `${name} [DEFAULT]` : name,
    kind,
    ...(alias === undefined ? [] : [`alias ${alias}`]),
    ...(standing?.left === undefined ? [] : [standing.left]),
  ]
}
