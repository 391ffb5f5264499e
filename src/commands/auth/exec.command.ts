import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { identityFlag } from '../flags.ts'

export interface ExecFlags {
  /** `''`: given without a name. */
  readonly identity?: string
}

export const execCommand = buildCommand<ExecFlags, string[], Context>({
  loader: async () => (await import('./exec.ts')).exec,
  parameters: {
    flags: { identity: identityFlag },
    aliases: { i: 'identity' },
    positional: {
      kind: 'array',
      parameter: { parse: String, placeholder: 'command', brief: 'Behind --: the program and its words' },
    },
  },
  docs: {
    brief: 'Run a program with an identity',
    fullDescription:
      'Runs a program, without a shell in between, in an environment that leads every AWS tool to the identity. Credentials are used while they are fresh; else this is a login. Ends with the code of the program: 128 and its number after a signal, 127 when there is no such program.',
    customUsage: [{ input: '--identity NAME -- COMMAND [ARGUMENT]…', brief: 'The program stands behind --' }],
  },
})
