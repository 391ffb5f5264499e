import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { formatFlag, identityFlag, registriesFlag, switchFlag } from '../flags.ts'

export interface ConfigureFlags {
  readonly remove?: boolean
  readonly store?: boolean
  readonly containers?: boolean
  readonly public?: boolean
  readonly registry?: readonly string[]
  /** `''`: given without a name. */
  readonly identity?: string
  readonly format?: 'text' | 'json'
}

export const configureCommand = buildCommand<ConfigureFlags, [], Context>({
  loader: async () => (await import('./configure.ts')).configure,
  parameters: {
    flags: {
      remove: switchFlag('Take everything back that this command wrote'),
      store: switchFlag('Serve all registries (credsStore); others are passed on to the store there was'),
      containers: switchFlag('Write to containers/auth.json of podman, buildah and skopeo instead'),
      public: switchFlag('Serve public.ecr.aws, with ambient credentials or those of --identity'),
      registry: registriesFlag(
        'Serve this registry (repeatable), with ambient credentials or those of --identity',
      ),
      identity: { ...identityFlag, brief: 'Identity for --public and --registry' },
      format: formatFlag,
    },
    aliases: { r: 'registry', i: 'identity' },
  },
  docs: {
    brief: 'Let Docker ask this program for logins, so that nobody has to log in again',
    customUsage: [
      { input: '', brief: 'Serve the registries of atmos.yaml' },
      { input: '--public', brief: 'Serve ECR Public, without an atmos.yaml' },
      { input: '--remove', brief: 'Undo' },
    ],
    fullDescription:
      'Names docker-credential-atmos in credHelpers of config.json for exactly these registries. Nothing else in the file changes.',
  },
})
