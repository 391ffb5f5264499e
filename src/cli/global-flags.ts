/** Flags that work with every command, before and after its words. */
export interface GlobalFlag {
  readonly name: string
  readonly letter?: string
  readonly takes: 'nothing' | 'value' | 'list' | 'optional boolean'
  readonly brief: string
}

export const globalFlags = [
  { name: 'chdir', letter: 'C', takes: 'value', brief: 'Run as if started in this folder' },
  { name: 'base-path', takes: 'value', brief: 'Base path of the Atmos project' },
  { name: 'config', takes: 'list', brief: 'Configuration files to read instead of looking for them' },
  {
    name: 'config-path',
    takes: 'list',
    brief: 'Folders to read configuration from instead of looking for it',
  },
  { name: 'profile', takes: 'list', brief: 'Profiles to lay over the configuration' },
  { name: 'timeout', takes: 'value', brief: 'Time limit for the whole command, e.g. 30s (default) or 2m' },
  { name: 'verbose', letter: 'v', takes: 'nothing', brief: 'Say more about what is done' },
  { name: 'quiet', letter: 'q', takes: 'nothing', brief: 'Say nothing but warnings and errors' },
  { name: 'no-color', takes: 'nothing', brief: 'No colours (also NO_COLOR)' },
  { name: 'force-color', takes: 'nothing', brief: 'Colours even in a pipe' },
  {
    name: 'force-tty',
    takes: 'nothing',
    brief: 'Treat this as a terminal, e.g. to sign in where none is seen',
  },
  { name: 'interactive', takes: 'optional boolean', brief: 'Ask questions on a terminal (default true)' },
  { name: 'logs-level', takes: 'value', brief: 'Trace and Debug say more, Off says less (as in Atmos)' },
  { name: 'logs-file', takes: 'value', brief: 'Accepted for compatibility; messages go to standard error' },
  { name: 'mask', takes: 'optional boolean', brief: 'Accepted for compatibility; secrets are never shown' },
  { name: 'pager', takes: 'optional boolean', brief: 'Accepted for compatibility; there is no pager' },
] as const satisfies readonly GlobalFlag[]

export type GlobalFlagName = (typeof globalFlags)[number]['name']

/** What was given, by flag name: the values in order; a flag without one has `''`. */
export type GivenFlags = Partial<Record<GlobalFlagName, readonly string[]>>
