import type { IntegrationEntry } from '../../auth/auth-config.ts'
import { integrationKind } from '../../auth/integration-kind.ts'
import { mistakesOf } from '../../auth/mistakes.ts'
import { settle } from '../../config/settle.ts'
import type { Session } from '../session.ts'
import type { Item } from './if-needed.ts'

/** Integrations as something that may not be needed; of those with mistakes nobody can tell where they log in to. */
export async function entryItems(
  entries: readonly IntegrationEntry[],
  session: Session,
): Promise<readonly (Item & { readonly entry: IntegrationEntry })[]> {
  const names = entries.map(entry => entry.name)
  const { integrations } = await settle(session.auth, names, session.effects)
  return entries.map(entry => {
    const settled = integrations.find(({ name }) => name === entry.name) ?? entry
    const kind = integrationKind(settled, session.catalog)
    const isWhole = mistakesOf(settled).length === 0
    const registries = kind === undefined || !isWhole ? [] : kind.serves(settled.spec)
    return { name: entry.name, label: kind?.label ?? entry.kind, registries, entry }
  })
}
