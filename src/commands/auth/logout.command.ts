import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { identityFlag, identityWord, switchFlag, tagsFlag, textFlag } from '../flags.ts'

export interface LogoutFlags {
  /** `''`: given without a name. */
  readonly identity?: string
  readonly provider?: string
  readonly tags?: readonly string[]
  readonly all?: boolean
  readonly allRealms?: boolean
  readonly dryRun?: boolean
  readonly keychain?: boolean
  readonly force?: boolean
}

export const logoutCommand = buildCommand<LogoutFlags, [identity?: string], Context>({
  loader: async () => (await import('./logout.ts')).logout,
  parameters: {
    flags: {
      identity: identityFlag,
      provider: textFlag('name', 'Everything that starts from this provider, and the provider itself'),
      tags: tagsFlag('The same for all providers that have one of these tags'),
      all: switchFlag('Everything of this configuration, and logins with ambient credentials'),
      allRealms: switchFlag('Everything this program wrote for this user, whatever the configuration'),
      dryRun: switchFlag('Say what would go, and leave it'),
      keychain: switchFlag('Delete the long-lived keys of aws/user identities too (asks first)'),
      force: switchFlag('Do not ask'),
    },
    aliases: { i: 'identity', p: 'provider' },
    positional: identityWord,
  },
  docs: {
    brief: 'Take back what logins wrote',
    fullDescription:
      'Removes stored credentials, profiles of the AWS files and Docker logins, by a ledger of what this program wrote, and each only where it is still what was written. Anything else stays, and is named.',
  },
})
