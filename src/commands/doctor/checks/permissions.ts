import { Failure } from '../../../errors/failure.ts'
import { type Ambient, ambientName, type TokenTrial } from '../aws-facts.ts'
import type { Check } from '../check.ts'
import { type Finding, ok, problemOf } from '../finding.ts'
import { isAboutPartition, isAboutTheWay, isAboutTime } from '../told-elsewhere.ts'

/**
 * By real calls: ecr-public:GetAuthorizationToken with sts:GetServiceBearerToken, and ecr:GetAuthorizationToken
 * for the registries of the configuration, each with its own identity. Tokens are thrown away.
 */
export const permissions: Check = {
  id: 'permissions',
  title: 'What AWS lets us log in to',
  group: 'AWS',
  callsOut: true,
  async run(facts) {
    const ambient = await facts.ambient()
    const trials = (await facts.trials()).filter(trial => !isToldElsewhere(trial, ambient))
    const findings = trials.map(finding)
    return findings.filter(
      (one, index) => findings.findIndex(other => JSON.stringify(other) === JSON.stringify(one)) === index,
    )
  },
}

/** Credentials that do not work at all are the business of the check `ambient-credentials`. */
function isToldElsewhere(trial: TokenTrial, { credentials, caller }: Ambient): boolean {
  const { outcome, who } = trial
  if (outcome === credentials || isAboutTime(outcome)) return true
  const sameCause = caller instanceof Failure && outcome instanceof Failure && caller.code === outcome.code
  return (sameCause && who === ambientName) || isAboutPartition(trial) || isAboutTheWay(trial)
}

function finding({ hosts, who, outcome }: TokenTrial): Finding {
  if (!(outcome instanceof Failure)) return ok(`AWS gives a login for ${hosts.join(', ')} to ${who}`)
  const { text, cause, ...rest } = problemOf(outcome)
  const why = cause === undefined ? text : `${text}: ${cause}`
  return { ...rest, text: `No login for ${hosts.join(', ')} with ${who}`, cause: why }
}
