import { diagramOf } from './diagram.ts'
import type { Listing } from './listing.ts'

const borders = { valid: 'green', expiring: 'orange', expired: 'red' } as const

/** A digraph for `dot`. */
export function asGraphviz(listing: Listing): string {
  const { boxes, arrows } = diagramOf(listing)
  const lines = [
    'digraph auth {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded];',
    ...boxes.map(({ id, role, text, status }) => {
      const look = [
        `label="${text.map(quoted).join('\\n')}"`,
        ...(role === 'provider' ? ['style=filled', 'fillcolor=lightblue'] : []),
        ...(role === 'missing' ? ['style=dashed'] : []),
        ...(status === undefined ? [] : [`color=${borders[status]}`]),
      ]
      return `  ${id} [${look.join(', ')}];`
    }),
    ...arrows.map(([from, to]) => `  ${from} -> ${to};`),
    '}',
  ]
  return `${lines.join('\n')}\n`
}

function quoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/\s+/g, ' ')
}
