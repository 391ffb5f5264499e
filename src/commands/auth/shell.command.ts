import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { identityFlag, textFlag } from '../flags.ts'

export interface ShellFlags {
  /** `''`: given without a name. */
  readonly identity?: string
  readonly shell?: string
}

export const shellCommand = buildCommand<ShellFlags, string[], Context>({
  loader: async () => (await import('./shell.ts')).shell,
  parameters: {
    flags: {
      identity: identityFlag,
      shell: textFlag('program', 'The shell (also ATMOS_SHELL and SHELL; else bash, else sh)'),
    },
    aliases: { i: 'identity', s: 'shell' },
    positional: {
      kind: 'array',
      parameter: {
        parse: String,
        placeholder: 'argument',
        brief: 'Behind --: words for the shell, instead of -l',
      },
    },
  },
  docs: {
    brief: 'Open a shell with an identity',
    fullDescription:
      'Opens a shell in an environment that leads every AWS tool to the identity; ATMOS_IDENTITY says which it is, ATMOS_SHLVL how deep. Ends with the code of the shell.',
    customUsage: [{ input: '--identity NAME [-- ARGUMENT…]', brief: 'Without arguments the shell gets -l' }],
  },
})
