import { factOf } from '../written-facts.ts'
import type { ListedIdentity, ListedProvider } from './listing.ts'

/** Columns of both tables, and what stands in them. */

export const providerColumns = ['NAME', 'KIND', 'REGION', 'START URL / URL', 'DEFAULT'] as const

export function providerRow({ name, kind, isDefault, written }: ListedProvider): readonly string[] {
  const url = factOf(written, 'start_url') ?? factOf(written, 'url')
  return [name, kind, factOf(written, 'region') ?? '-', url ?? '-', isDefault ? '✓' : '']
}

export const identityColumns = [
  'NAME',
  'KIND',
  'VIA PROVIDER',
  'VIA IDENTITY',
  'DEFAULT',
  'ALIAS',
  'EXPIRES',
] as const

export function identityRow(identity: ListedIdentity): readonly string[] {
  const { name, kind, isDefault, alias, start, standing } = identity
  return [
    name,
    kind,
    start?.role === 'provider' ? start.name : '-',
    start?.role === 'identity' ? start.name : '-',
    isDefault ? '✓' : '',
    alias ?? '',
    standing === undefined ? '' : (standing.left ?? 'never'),
  ]
}
