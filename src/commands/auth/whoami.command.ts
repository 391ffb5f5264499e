import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { formatFlag, identityFlag, identityWord } from '../flags.ts'

export interface WhoamiFlags {
  /** `''`: given without a name. */
  readonly identity?: string
  readonly output?: 'text' | 'json'
  readonly format?: 'text' | 'json'
}

export const whoamiCommand = buildCommand<WhoamiFlags, [identity?: string], Context>({
  loader: async () => (await import('./whoami.ts')).whoami,
  parameters: {
    flags: {
      identity: identityFlag,
      output: {
        ...formatFlag,
        brief: 'json prints one object on standard output (also ATMOS_AUTH_WHOAMI_OUTPUT)',
      },
      format: { ...formatFlag, brief: 'The same as --output' },
    },
    aliases: { i: 'identity', o: 'output' },
    positional: identityWord,
  },
  docs: {
    brief: 'Say who you are, as AWS sees it',
    fullDescription:
      'Asks AWS whose credentials those of the identity are. Stored ones are used while they are fresh, others are had without asking anybody; nothing is written for AWS_PROFILE or Docker. Fails as a login would when AWS does not take them.',
  },
})
