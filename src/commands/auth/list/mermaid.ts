import { mermaidText } from '../mermaid-text.ts'
import { diagramOf } from './diagram.ts'
import type { Listing } from './listing.ts'

const strokes = { valid: 'green', expiring: 'orange', expired: 'red' } as const

/** A Mermaid flowchart. */
export function asMermaid(listing: Listing): string {
  const { boxes, arrows } = diagramOf(listing)
  const lines = [
    'flowchart LR',
    ...boxes.map(({ id, role, text }) => {
      const label = `"${mermaidText(text)}"`
      return `  ${id}${role === 'provider' ? `[[${label}]]` : role === 'missing' ? `(${label})` : `[${label}]`}`
    }),
    ...arrows.map(([from, to]) => `  ${from} --> ${to}`),
    ...boxes.flatMap(({ id, status }) =>
      status === undefined ? [] : [`  style ${id} stroke:${strokes[status]}`],
    ),
  ]
  return `${lines.join('\n')}\n`
}
