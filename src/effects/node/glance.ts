import type { Needs } from '../effects.ts'
import { nodeEnvironment } from './environment.ts'
import { nodeReading } from './read-files.ts'

/** The little that a look at kept things needs: nothing but `node:fs` is loaded for it. */
export function nodeGlance(): Needs<'env'> & {
  readonly files: typeof nodeReading
  readonly clock: { now(): number }
} {
  return { env: nodeEnvironment(), files: nodeReading, clock: { now: () => Date.now() } }
}
