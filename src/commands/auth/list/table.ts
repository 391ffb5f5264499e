import { columnsOrBlocks } from '../../../cli/columns.ts'
import type { ListedIdentity, Listing } from './listing.ts'
import { dotOf, type Paint } from './paint.ts'
import { identityColumns, identityRow, providerColumns, providerRow } from './rows.ts'

/** Two tables, of providers and of identities. @param room columns that a line may take */
export function asTable({ providers, identities }: Listing, paint: Paint, room: number): string {
  const tables: string[] = []
  if (providers.length > 0) {
    tables.push(table('Providers', [providerColumns, ...providers.map(providerRow)], { paint, room }))
  }
  if (identities.length > 0) {
    const rows = [identityColumns, ...identities.map(identityRow)]
    tables.push(table('Identities', withDots(rows, identities, paint), { paint, room }))
  }
  return tables.join('\n')
}

/** A first column for the state; a dot is one column wide, whatever its colour takes in bytes. */
function withDots(
  rows: readonly (readonly string[])[],
  identities: readonly ListedIdentity[],
  paint: Paint,
): readonly (readonly string[])[] {
  if (identities.every(({ standing }) => standing === undefined)) return rows
  return rows.map((row, index) => {
    const standing = identities[index - 1]?.standing
    const [name = '', ...rest] = row
    return [standing === undefined ? `  ${name}` : `${dotOf(standing, paint)} ${name}`, ...rest]
  })
}

interface Look {
  readonly paint: Paint
  readonly room: number
}

function table(
  title: string,
  [head = [], ...rows]: readonly (readonly string[])[],
  { paint, room }: Look,
): string {
  const dimmed = head.map(cell => paint('dim', cell))
  const lines = columnsOrBlocks([dimmed, ...rows], room - 2).map(line => `  ${line}`)
  return `${[paint('bold', title), ...lines].join('\n')}\n`
}
