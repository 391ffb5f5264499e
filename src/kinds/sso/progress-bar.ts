/** Characters of a bar. */
const width = 20

/** How far something is, drawn; full only when all of it is done. */
export function progressBar(done: number, all: number): string {
  const full = all === 0 ? width : Math.floor((width * done) / all)
  return '█'.repeat(full) + '░'.repeat(width - full)
}
