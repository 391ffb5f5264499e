import { exitCodes } from '../../../errors/codes.ts'
import { Failure } from '../../../errors/failure.ts'
import type { Check } from '../check.ts'
import { ok, problemOf } from '../finding.ts'
import { isAboutTime } from '../told-elsewhere.ts'

/** Which credentials the surroundings give, from where, and whose they are. */
export const ambientCredentials: Check = {
  id: 'ambient-credentials',
  title: 'AWS credentials of the surroundings',
  group: 'AWS',
  callsOut: true,
  async run(facts) {
    const { credentials, caller } = await facts.ambient()
    if (credentials instanceof Failure) {
      const { auth } = await facts.configuration()
      const isNeeded = auth.identities.length === 0
      if (isNeeded || credentials.code !== 'no-credentials') return [problemOf(credentials)]
      return [ok('There are no ambient AWS credentials; the identities of the configuration are used')]
    }
    const source = credentials.source ?? 'the AWS provider chain'
    if (isAboutTime(caller)) return [ok(`AWS credentials from ${source}`)]
    if (caller instanceof Failure) {
      const isRefused =
        caller.exitCode === exitCodes['request-refused'] || caller.code === 'credentials-expired'
      const what = isRefused
        ? `AWS does not take the credentials from ${source}`
        : `AWS could not be asked whose the credentials from ${source} are`
      return [problemOf(caller.during(what))]
    }
    return [ok(`AWS credentials from ${source}: ${caller?.arn} (account ${caller?.account})`)]
  },
}
