/** Lines of text in a box of a Mermaid diagram. Names may hold anything; all but the plainest characters become entities. */
export function mermaidText(lines: readonly string[]): string {
  return lines.map(escaped).join('<br/>')
}

function escaped(line: string): string {
  return line.replaceAll(/[^\w ./:-]/gu, char => `#${char.codePointAt(0)};`)
}
