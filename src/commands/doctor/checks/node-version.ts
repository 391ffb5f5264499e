import type { Check } from '../check.ts'
import { ok, warning } from '../finding.ts'

/** The oldest Node this program is tested with, and the one before which the AWS SDK stops in January 2027. */
const oldest = [20, 19] as const
const lasting = 22

export const nodeVersion: Check = {
  id: 'node-version',
  title: 'The version of Node',
  group: 'This machine',
  async run(_, { env }) {
    const version = env.nodeVersion
    if (version === undefined) return []
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const mend = 'Install Node 24 (https://nodejs.org)'
    if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
      const cause = `this program is tested with ${oldest.join('.')} and newer`
      return [warning(`Node ${version} is too old`, { cause, mend })]
    }
    if (major >= lasting) return [ok(`Node ${version}`)]
    const cause = `the AWS SDK, which reads profiles and instance roles, stops supporting it in January 2027`
    return [warning(`Node ${version} will soon be too old`, { cause, mend })]
  },
}
