import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { formatFlag, switchFlag } from './flags.ts'

export interface DoctorFlags {
  readonly offline?: boolean
  readonly format?: 'text' | 'json'
}

export const doctorCommand = buildCommand<DoctorFlags, [], Context>({
  loader: async () => (await import('./doctor.ts')).doctor,
  parameters: {
    flags: {
      offline: switchFlag('Leave out everything that calls somebody over the network'),
      format: formatFlag,
    },
  },
  docs: {
    brief: 'Look for everything that is known to keep logins from working',
    fullDescription:
      'Looks at Docker, this machine, the configuration and AWS for known traps, each with its cause and what mends it. It reads and never writes; the report holds no secret. Ends with 0 when nothing is wrong (warnings alone are fine), else with 3 to 7 by the worst problem. docs/doctor.md explains every check.',
  },
})
