import type { Listing } from './listing.ts'
import { asMermaid } from './mermaid.ts'
import { identityColumns, identityRow, providerColumns, providerRow } from './rows.ts'

/** A page: both tables and the diagram. */
export function asMarkdown(listing: Listing): string {
  const { providers, identities } = listing
  const parts = ['# Authentication Configuration']
  if (providers.length > 0)
    parts.push('## Providers', table([providerColumns, ...providers.map(providerRow)]))
  if (identities.length > 0) {
    parts.push('## Identities', table([identityColumns, ...identities.map(identityRow)]))
  }
  parts.push(`\`\`\`mermaid\n${asMermaid(listing)}\`\`\``)
  return `${parts.join('\n\n')}\n`
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replace(/[\\|]/g, '\\$&')).join(' | ')} |`
}
