import { buildCommand } from '@stricli/core'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { textFlag } from '../flags.ts'

export interface ServeFlags {
  readonly port?: number
  readonly anonymousRate?: number
  readonly signedInRate?: number
}

/** A number of pulls per second. @throws Failure `usage` */
function parseRate(text: string): number {
  const rate = Number(text)
  if (Number.isFinite(rate) && rate > 0) return rate
  throw new Failure({
    code: 'usage',
    what: `${text} is not a number of pulls per second`,
    next: 'Write 1, or 0.5',
  })
}

/** A TCP port, 0 for any free one. @throws Failure `usage` */
function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Failure({ code: 'usage', what: `${text} is not a port`, next: 'Write a number from 0 to 65535' })
}

export const serveCommand = buildCommand<ServeFlags, [], Context>({
  loader: async () => (await import('./serve.ts')).serve,
  parameters: {
    flags: {
      port: { ...textFlag('number', 'Port on 127.0.0.1 (default: any free one)'), parse: parsePort },
      anonymousRate: {
        ...textFlag('pulls', 'Pulls per second without a login (default 1)'),
        parse: parseRate,
      },
      signedInRate: { ...textFlag('pulls', 'Pulls per second with a login (default 10)'), parse: parseRate },
    },
  },
  docs: {
    brief: 'Pretend to be AWS, GitHub and a container registry',
    fullDescription:
      'Listens on this machine only and prints the environment in which AWS tools, and this program, talk to it. Nothing it hands out is good anywhere else.',
  },
})
