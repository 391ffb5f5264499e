import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Imports that are carried out at once: neither types nor `import()`. */
const statically = /^(?:import|export)\s+(?!type\b)[^;'"]*?from\s+'(\.[^']+)'/gm

/** The source files that are loaded as soon as one of these is, themselves included. */
export function staticClosure(files: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file) || !file.endsWith('.ts')) return
    reached.add(file)
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(statically))
      visit(join(dirname(file), target))
  }
  for (const file of files) visit(file)
  return reached
}
