import type { Random } from '../random.ts'

/** The system's randomness. `node:crypto` is fetched on first use only: it costs a quarter of a bare start. */
export const nodeRandom: Random = {
  bytes: count => process.getBuiltinModule('node:crypto').randomBytes(count),
  fraction: () => Math.random(),
}
