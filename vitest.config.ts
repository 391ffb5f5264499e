import { defineConfig } from 'vitest/config'

/**
 * Four projects, by what a run costs: `unit` (beside the code, and whole-CLI scenarios in one process),
 * `house` (rules about the tree itself), `process` (the built program), `peers` (other people's programs).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/scenarios/**/*.test.ts', 'test/contract/**/*.test.ts'],
          isolate: false,
        },
      },
      { test: { name: 'house', include: ['test/*.test.ts'] } },
      {
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'peers',
          include: ['test/peers/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
