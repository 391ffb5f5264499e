import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Case } from './measure.ts'

/**
 * The same cases by an independent stopwatch, where it is installed.
 * @returns lines to print; empty without hyperfine
 */
export function byHyperfine(cases: readonly Case[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'atmos-auth-hyperfine-'))
  try {
    const file = join(folder, 'result.json')
    const lines = cases.map(({ command, args }) => [command, ...args].map(word => `'${word}'`).join(' '))
    const run = spawnSync('hyperfine', ['-N', '--warmup', '3', '--export-json', file, ...lines], {
      env: { ...cases[0]?.env, PATH: process.env.PATH },
      stdio: 'ignore',
    })
    if (run.error !== undefined || run.status !== 0) return []
    const { results } = JSON.parse(readFileSync(file, 'utf8')) as { results: readonly { mean: number }[] }
    const floor = results[0]?.mean ?? Number.NaN
    return results.map(({ mean }, index) => {
      const name = cases[index]?.name ?? ''
      return `  ${name.padEnd(18)} ${(mean * 1000).toFixed(1).padStart(7)} ms  ${(mean / floor).toFixed(2)} x  (mean, by hyperfine)`
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
