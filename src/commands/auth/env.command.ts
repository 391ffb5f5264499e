import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { identityFlag, identityWord, switchFlag, textFlag } from '../flags.ts'

export interface EnvFlags {
  /** `''`: given without a name. */
  readonly identity?: string
  readonly format?: string
  readonly outputFile?: string
  readonly login?: boolean
}

export const envCommand = buildCommand<EnvFlags, [identity?: string], Context>({
  loader: async () => (await import('./env.ts')).env,
  parameters: {
    flags: {
      identity: identityFlag,
      format: textFlag(
        'format',
        'bash (default), dotenv, env, json, github, fish or powershell (also ATMOS_AUTH_ENV_FORMAT)',
      ),
      outputFile: textFlag(
        'file',
        'Add them to this file (also ATMOS_AUTH_ENV_OUTPUT_FILE); json replaces it',
      ),
      login: switchFlag('Make sure that the credentials are there and fresh, as auth login does'),
    },
    aliases: { i: 'identity', f: 'format', o: 'outputFile' },
    positional: identityWord,
  },
  docs: {
    brief: 'Print the variables that make other programs use an identity',
    fullDescription:
      'Prints AWS_PROFILE and its kin for the shell, and takes out what would win over them. Without --login nothing is checked: the variables follow from the configuration. With github the lines go to the file of GITHUB_ENV.',
    customUsage: [
      { input: '--identity NAME --login', brief: 'For: eval "$(atmos auth env --identity NAME --login)"' },
      { input: '--login --format github', brief: 'For the next steps of a GitHub job' },
    ],
  },
})
