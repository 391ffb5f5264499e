import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { identityFlag, identityWord, switchFlag, textFlag } from '../flags.ts'

export interface ConsoleFlags {
  /** `''`: given without a name. */
  readonly identity?: string
  readonly destination?: string
  readonly duration?: string
  readonly issuer?: string
  readonly printOnly?: boolean
  readonly noOpen?: boolean
  readonly isolated?: boolean
}

export const consoleCommand = buildCommand<ConsoleFlags, [identity?: string], Context>({
  loader: async () => (await import('./console.ts')).openConsole,
  parameters: {
    flags: {
      identity: identityFlag,
      destination: textFlag('page', 'A service (s3, ec2, ecr-public, …) or an address of the console'),
      duration: textFlag(
        'time',
        'How long the session lasts, 15m to 12h; without it as long as the credentials live',
      ),
      issuer: textFlag('name', 'Who AWS says sent you there (default: atmos)'),
      printOnly: switchFlag('Print the address on standard output, and nothing else'),
      noOpen: switchFlag('Print the address instead of opening it'),
      isolated: {
        kind: 'boolean',
        optional: true,
        brief: 'A Chrome with a folder of its own, so that several identities can be open at once',
      },
    },
    aliases: { i: 'identity' },
    positional: identityWord,
  },
  docs: {
    brief: 'Open the AWS console as an identity',
    fullDescription:
      'Signs a browser in to the AWS console with the credentials of the identity. The address that does it is as good as the credentials for 15 minutes; it is printed only where no browser can open.',
  },
})
