import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { tagsFlag, textFlag } from '../flags.ts'

export interface ListFlags {
  readonly format?: string
  /** Names separated by commas; `''` means all of them. */
  readonly providers?: string
  /** Names separated by commas; `''` means all of them. */
  readonly identities?: string
  readonly tags?: readonly string[]
}

export const listCommand = buildCommand<ListFlags, [], Context>({
  loader: async () => (await import('./list.ts')).list,
  parameters: {
    flags: {
      format: textFlag(
        'format',
        'tree (default), table, json, yaml, graphviz (dot), mermaid or markdown (md)',
      ),
      providers: { ...textFlag('a,b', 'Only providers: these, or all of them'), inferEmpty: true },
      identities: { ...textFlag('a,b', 'Only identities: these, or all of them'), inferEmpty: true },
      tags: tagsFlag('Only what has one of these tags'),
    },
    aliases: { f: 'format' },
  },
  docs: {
    brief: 'Show providers and identities, and who is logged in',
    fullDescription:
      'Shows what the configuration has, how identities start from one another, and how long the credentials in the AWS files last. No program (!exec) is run, nobody is signed in, nothing is written, and no secret is shown.',
  },
})
