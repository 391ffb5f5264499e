import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** A program to time, as a whole process. */
export interface Case {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Text for standard input; without it there is none. */
  readonly input?: string
  /** Exit code that counts as done. */
  readonly expect?: number
}

export interface Figure {
  readonly name: string
  /** Milliseconds. */
  readonly median: number
  /** Median over the rounds of this case's time divided by the first case's time in the same round. */
  readonly ratio: number
  /** Fastest round of this case divided by the fastest of the first one: what is left when the machine is busy. */
  readonly bestRatio: number
}

/**
 * Runs the cases in turn, round after round, so that a change in the machine's speed hits all of them alike;
 * ratios are taken inside a round, against the first case.
 */
export async function measure(cases: readonly Case[], rounds: number): Promise<readonly Figure[]> {
  for (const one of cases) await timeOf(one)
  const times = new Map<Case, number[]>(cases.map(one => [one, []]))
  for (let round = 0; round < rounds; round++) {
    for (const one of shuffled(cases, round)) times.get(one)?.push(await timeOf(one))
  }
  const floor = times.get(cases[0] as Case) ?? []
  return cases.map(one => {
    const own = times.get(one) ?? []
    return {
      name: one.name,
      median: median(own),
      ratio: median(own.map((time, round) => time / (floor[round] ?? Number.NaN))),
      bestRatio: Math.min(...own) / Math.min(...floor),
    }
  })
}

function timeOf({ command, args, env, name, input, expect = 0 }: Case): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(command, args, {
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
    })
    child.stdin?.end(input)
    let words = ''
    child.stderr?.on('data', chunk => {
      words += chunk
    })
    child.on('error', reject)
    child.on('close', code => {
      if (code === expect) resolve(performance.now() - start)
      else reject(new Error(`${name} ended with ${code}: ${words}`))
    })
  })
}

function shuffled<T>(items: readonly T[], round: number): readonly T[] {
  const start = round % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
