import { buildCommand } from '@stricli/core'
import type { Context } from '../../context.ts'
import {
  expectAccountFlag,
  formatFlag,
  identityFlag,
  registriesFlag,
  switchFlag,
  textFlag,
} from '../../flags.ts'

export interface EcrLoginFlags {
  readonly public?: boolean
  readonly registry?: readonly string[]
  /** `''`: given without a name. */
  readonly identity?: string
  readonly expectAccount?: string
  readonly to?: string
  readonly name?: string
  readonly namespace?: string
  readonly ifNeeded?: boolean
  readonly watch?: boolean
  readonly verify?: boolean
  readonly optional?: boolean
  readonly format?: 'text' | 'json'
}

export const ecrLoginCommand = buildCommand<EcrLoginFlags, [name?: string], Context>({
  loader: async () => (await import('./login.ts')).login,
  parameters: {
    flags: {
      public: switchFlag('Log in to public.ecr.aws with ambient credentials, or those of --identity'),
      registry: registriesFlag(
        'Log in to this registry (repeatable), e.g. 123456789012.dkr.ecr.us-east-2.amazonaws.com',
      ),
      identity: {
        ...identityFlag,
        brief: 'Use this identity; alone, log in to everything that is linked to it',
      },
      expectAccount: expectAccountFlag,
      ifNeeded: switchFlag('Do nothing while a login by the same identity has more than half its life left'),
      watch: switchFlag('Stay, and renew the login at half its life until stopped'),
      verify: switchFlag('Write nothing before the registry itself has taken the login'),
      optional: switchFlag('With --public: where there are no credentials, warn and end with 0'),
      to: textFlag(
        'place',
        'docker (default), containers (podman, buildah, skopeo), file:PATH, stdout or kubernetes-secret',
      ),
      name: textFlag('name', 'Name of the Secret for --to kubernetes-secret (default ecr-login)'),
      namespace: textFlag('name', 'Namespace of the Secret for --to kubernetes-secret'),
      format: formatFlag,
    },
    aliases: { r: 'registry', i: 'identity' },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          optional: true,
          placeholder: 'integration',
          brief: 'A named integration of atmos.yaml',
        },
      ],
    },
  },
  docs: {
    brief: 'Log Docker in to Amazon ECR',
    customUsage: [
      { input: '--public', brief: 'ECR Public, with ambient AWS credentials' },
      {
        input: '--registry HOST [--registry HOST]',
        brief: 'Private registries, with ambient AWS credentials',
      },
      { input: 'INTEGRATION', brief: 'A named integration of atmos.yaml' },
      { input: '--identity NAME', brief: 'Every integration linked to an identity' },
      { input: '--public --to containers', brief: 'For podman, buildah and skopeo' },
    ],
    fullDescription:
      'Writes a login for Amazon ECR where Docker looks for it: the store or helper your Docker is set up with, or config.json.',
  },
})
