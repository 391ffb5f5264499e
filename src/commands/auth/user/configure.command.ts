import { buildCommand } from '@stricli/core'
import type { Context } from '../../context.ts'
import { identityFlag } from '../../flags.ts'

export interface ConfigureFlags {
  /** `''`: given without a name. */
  readonly identity?: string
}

export const configureCommand = buildCommand<ConfigureFlags, [], Context>({
  loader: async () => (await import('./configure.ts')).configure,
  parameters: {
    flags: {
      identity: { ...identityFlag, brief: 'The aws/user identity whose keys they are (also ATMOS_IDENTITY)' },
    },
    aliases: { i: 'identity' },
  },
  docs: {
    brief: 'Store the keys of an IAM user',
    fullDescription:
      'Asks for the access key, and optionally for the MFA device and the length of sessions, of an identity of kind aws/user, and stores them in the system keychain or the encrypted file. Needs a terminal; elsewhere give the keys with !env in atmos.yaml.',
  },
})
