import type { Terminal } from '../effects/terminal.ts'

/** Columns that data may take: those of the terminal that shows it, any number in a pipe or a file. */
export function roomOf({ isTerminal, columns }: Pick<Terminal, 'isTerminal' | 'columns'>): number {
  return isTerminal.stdout ? columns : Number.POSITIVE_INFINITY
}
