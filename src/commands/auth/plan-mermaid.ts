import type { PlanView } from './plan-view.ts'

/** A plan as a Mermaid flowchart: steps as boxes, integrations that run with full lines, others dotted. */
export function planAsMermaid(view: PlanView): string {
  const lines = ['flowchart LR']
  view.steps.forEach((step, index) => {
    lines.push(`  s${index}["${label(step.name, step.kind)}"]`)
    const before = view.steps[index - 1]
    if (before !== undefined) lines.push(`  s${index - 1} -->|${before.yields}| s${index}`)
  })
  const last = view.steps.length - 1
  view.integrations.forEach((integration, index) => {
    lines.push(`  i${index}(["${label(integration.name, integration.kind, ...integration.hosts)}"])`)
    lines.push(`  s${last} ${integration.runs ? '-->' : '-.->'} i${index}`)
  })
  return `${lines.join('\n')}\n`
}

/** Names may hold anything; Mermaid wants quotes and angle brackets as entities. */
function label(...parts: readonly string[]): string {
  return parts.map(part => part.replaceAll(/[^\w ./:-]/gu, char => `#${char.codePointAt(0)};`)).join('<br/>')
}
