import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { expectAccountFlag, formatFlag, identityFlag, switchFlag, tagsFlag, textFlag } from '../flags.ts'

export interface LoginFlags {
  /** `''`: given without a name. */
  readonly identity?: string
  readonly provider?: string
  readonly tags?: readonly string[]
  readonly flow?: 'pkce' | 'device'
  readonly webflow?: boolean
  readonly samlResponseFile?: string
  readonly expectAccount?: string
  readonly format?: 'text' | 'json'
}

export const loginCommand = buildCommand<LoginFlags, [identity?: string], Context>({
  loader: async () => (await import('./login.ts')).login,
  parameters: {
    flags: {
      identity: {
        ...identityFlag,
        brief: 'The identity to become (also ATMOS_IDENTITY); alone, choose from a list',
      },
      provider: textFlag('name', 'Sign in to a provider only'),
      tags: tagsFlag('Choose among the identities that have one of these tags'),
      flow: {
        kind: 'enum',
        values: ['pkce', 'device'],
        optional: true,
        brief: 'How to sign in to IAM Identity Center: a page on this machine, or a code for another one',
      },
      webflow: switchFlag('Sign in afresh in a browser (aws/user only)'),
      samlResponseFile: textFlag(
        'file',
        'Read the SAML response from a file, or - for standard input, instead of a browser',
      ),
      expectAccount: expectAccountFlag,
      format: formatFlag,
    },
    aliases: { i: 'identity', p: 'provider' },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, optional: true, placeholder: 'identity', brief: 'The identity to become' },
      ],
    },
  },
  docs: {
    brief: 'Become an identity, and log in to the registries linked to it',
    fullDescription:
      'Becomes an identity of atmos.yaml, writes its credentials where AWS_PROFILE finds them, and runs its integrations (unless auto_provision: false). A failing integration is a warning; the login stands.',
  },
})
