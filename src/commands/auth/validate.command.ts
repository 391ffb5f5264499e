import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { formatFlag } from '../flags.ts'

export interface ValidateFlags {
  readonly format?: 'text' | 'json'
}

export const validateCommand = buildCommand<ValidateFlags, [], Context>({
  loader: async () => (await import('./validate.ts')).validate,
  parameters: {
    flags: {
      format: { ...formatFlag, brief: 'json prints one object on standard output, for editors' },
    },
  },
  docs: {
    brief: 'Show every problem of the configuration',
    fullDescription:
      'Checks files, imports, profiles, providers, identities, integrations and what they say of each other. No program (!exec) is run and nobody is signed in. Ends with 3 when there is an error; warnings alone are fine.',
  },
})
