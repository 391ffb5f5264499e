import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { identityFlag } from '../flags.ts'

export interface PlanFlags {
  /** `''`: given without a name. */
  readonly identity?: string
  readonly format?: 'text' | 'json' | 'mermaid'
}

export const planCommand = buildCommand<PlanFlags, [name?: string], Context>({
  loader: async () => (await import('./plan.ts')).plan,
  parameters: {
    flags: {
      identity: identityFlag,
      format: {
        kind: 'enum',
        values: ['text', 'json', 'mermaid'],
        optional: true,
        brief: 'text (default), json for scripts, mermaid for a diagram',
      },
    },
    aliases: { i: 'identity' },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, optional: true, placeholder: 'identity', brief: 'Like --identity' }],
    },
  },
  docs: {
    brief: 'Show the way a login would take, without taking it',
    fullDescription:
      'Prints each step from where trust starts to the identity, where every value was written, which integrations would run, and what would be reused from an earlier login. No program (!exec) is run, nobody is signed in, nothing is written.',
  },
})
