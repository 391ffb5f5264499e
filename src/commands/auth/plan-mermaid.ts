import { mermaidText } from './mermaid-text.ts'
import type { PlanView } from './plan-view.ts'

/** A plan as a Mermaid flowchart: steps as boxes, integrations that run with full lines, others dotted. */
export function planAsMermaid(view: PlanView): string {
  const lines = ['flowchart LR']
  view.steps.forEach((step, index) => {
    lines.push(`  s${index}["${mermaidText([step.name, step.kind])}"]`)
    const before = view.steps[index - 1]
    if (before !== undefined) lines.push(`  s${index - 1} -->|${before.yields}| s${index}`)
  })
  const last = view.steps.length - 1
  view.integrations.forEach(({ name, kind, hosts, runs }, index) => {
    lines.push(`  i${index}(["${mermaidText([name, kind, ...hosts])}"])`)
    lines.push(`  s${last} ${runs ? '-->' : '-.->'} i${index}`)
  })
  return `${lines.join('\n')}\n`
}
