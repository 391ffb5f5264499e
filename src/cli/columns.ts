/** Rows as lines in which the cells of a column begin below each other, two spaces apart. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))
    }
  }
  const padded = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))
  return rows.map(row => row.map(padded).join('  ').trimEnd())
}

/**
 * The same where there is room for the lines; else each row as a block of lines, which the
 * first row names, without what is empty or `-`.
 */
export function columnsOrBlocks(rows: readonly (readonly string[])[], room: number): readonly string[] {
  const lines = columns(rows)
  return lines.every(line => widthOf(line) <= room) ? lines : blocks(rows)
}

function blocks([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  return rows.flatMap(([name = '', ...cells]) => [
    name,
    ...cells.flatMap((cell, index) =>
      ['', '-'].includes(cell) ? [] : [`    ${head[index + 1]?.toLowerCase()}: ${cell}`],
    ),
  ])
}

/** Columns of a text on a terminal; colours take none. */
function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  return [...text.replace(/\u001b\[[\d;]*m/g, '')].length
}
