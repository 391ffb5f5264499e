import { buildCommand } from '@stricli/core'
import type { Context } from '../../context.ts'
import { formatFlag, switchFlag } from '../../flags.ts'

export interface EcrLogoutFlags {
  readonly public?: boolean
  readonly all?: boolean
  readonly expired?: boolean
  readonly dryRun?: boolean
  readonly format?: 'text' | 'json'
}

export const ecrLogoutCommand = buildCommand<EcrLogoutFlags, readonly string[], Context>({
  loader: async () => (await import('./logout.ts')).logout,
  parameters: {
    flags: {
      public: switchFlag('The login for ECR Public'),
      all: switchFlag('Every login of this program'),
      expired: switchFlag('Only logins that have expired'),
      dryRun: switchFlag('Say what would go, and leave it'),
      format: formatFlag,
    },
    positional: {
      kind: 'array',
      parameter: {
        parse: String,
        placeholder: 'registry',
        brief: 'Registries, e.g. 123456789012.dkr.ecr.us-east-2.amazonaws.com',
      },
    },
  },
  docs: {
    brief: 'Take logins for Amazon ECR back',
    customUsage: [
      { input: 'REGISTRY [REGISTRY]', brief: 'The logins for these registries' },
      { input: '--public', brief: 'The login for ECR Public' },
      { input: '--all', brief: 'Every login of this program' },
      { input: '--expired', brief: 'Every login that has expired' },
    ],
    fullDescription:
      'Removes what this program wrote, wherever that was, and only where it is still what was written: logins of others and newer ones stay. AWS cannot revoke a token: who copied one can use it until it expires.',
  },
})
