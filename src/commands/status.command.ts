import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { formatFlag } from './flags.ts'

export interface StatusFlags {
  readonly format?: 'text' | 'json'
}

export const statusCommand = buildCommand<StatusFlags, [], Context>({
  loader: async () => (await import('./status.ts')).status,
  parameters: {
    flags: {
      format: formatFlag,
    },
  },
  docs: {
    brief: 'Show the registries this program logged in to, and whether Docker finds the logins',
    fullDescription:
      'Lists the logins this program wrote: whose they are, when they end, where they are kept, and whether their reader (Docker, or podman for its own file) would find them now. Each is looked for by the way its reader takes, credential programs included. Ends with 0 whatever it finds.',
  },
})
