import { Failure } from '../../../errors/failure.ts'
import type { TokenTrial } from '../aws-facts.ts'
import type { Check } from '../check.ts'
import { type Finding, ok, problemOf } from '../finding.ts'
import { isAboutPartition } from './partition.ts'
import { isAboutTheWay } from './us-east-1.ts'

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
    const { credentials } = await facts.ambient()
    const trials = (await facts.trials()).filter(
      trial => trial.outcome !== credentials && !toldElsewhere(trial),
    )
    const findings = trials.map(finding)
    return findings.filter(
      (one, index) => findings.findIndex(other => JSON.stringify(other) === JSON.stringify(one)) === index,
    )
  },
}

function toldElsewhere(trial: TokenTrial): boolean {
  return isAboutPartition(trial) || isAboutTheWay(trial)
}

function finding({ hosts, who, outcome }: TokenTrial): Finding {
  if (!(outcome instanceof Failure)) return ok(`AWS gives a login for ${hosts.join(', ')} to ${who}`)
  const { text, cause, ...rest } = problemOf(outcome)
  const why = cause === undefined ? text : `${text}: ${cause}`
  return { ...rest, text: `No login for ${hosts.join(', ')} with ${who}`, cause: why }
}
