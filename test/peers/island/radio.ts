import type { ChildProcess } from 'node:child_process'
import type { Command, IslandOptions, Order, Outcome, Report } from './messages.ts'

/** The line between a test and its island. */
export interface Radio {
  /** @throws an `Error` saying why the island could not be set up */
  open(folder: string, options: IslandOptions): Promise<void>
  run(command: Command): Promise<Outcome>
}

interface Waiting {
  readonly resolve: (report: Report) => void
  readonly reject: (error: Error) => void
}

/** Speaks with the first process of an island. When the island sinks, everyone who waits is told why. */
export function listenTo(child: ChildProcess): Radio {
  const waiting = new Map<number, Waiting>()
  let count = 0
  let sunk: Error | undefined
  const sink = (reason: string) => {
    sunk ??= new Error(`The island sank: ${reason}`)
    for (const { reject } of waiting.values()) reject(sunk)
    waiting.clear()
  }
  child.on('error', error => sink(error.message))
  child.on('exit', (code, signal) => sink(`its first process ended (${code ?? signal})`))
  child.on('message', (report: Report) => {
    if (report.kind === 'sunk') return sink(report.reason)
    const id = report.kind === 'outcome' ? report.id : 0
    waiting.get(id)?.resolve(report)
    waiting.delete(id)
  })
  const ask = (id: number, order: Order) =>
    new Promise<Report>((resolve, reject) => {
      if (sunk !== undefined) return reject(sunk)
      waiting.set(id, { resolve, reject })
      child.send(order)
    })
  return {
    open: async (folder, options) => {
      await ask(0, { kind: 'open', folder, options })
    },
    run: async command => {
      count += 1
      const report = await ask(count, { kind: 'run', id: count, command })
      if (report.kind !== 'outcome') throw new Error(`The island answered ${report.kind} to a command`)
      return report.outcome
    },
  }
}
