import { Failure } from '../../../errors/failure.ts'
import { shellWord } from '../../shell-word.ts'
import type { Ambient, TokenTrial } from '../aws-facts.ts'
import type { Check } from '../check.ts'
import { type Finding, ok, problem } from '../finding.ts'
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
  const { outcome, identity } = trial
  if (outcome === credentials || isAboutTime(outcome)) return true
  const sameCause = caller instanceof Failure && outcome instanceof Failure && caller.code === outcome.code
  return (sameCause && identity === undefined) || isAboutPartition(trial) || isAboutTheWay(trial)
}

function finding({ hosts, identity, outcome }: TokenTrial): Finding {
  const who = identity === undefined ? 'ambient AWS credentials' : `identity ${identity}`
  if (!(outcome instanceof Failure)) return ok(`AWS gives a login for ${hosts.join(', ')} to ${who}`)
  const text = `No login for ${hosts.join(', ')} with ${who}`
  const { code, what, message, next } = outcome
  if (code !== 'login-required' || identity === undefined) {
    return problem(text, { cause: message, mend: next, code })
  }
  // Its own words are about this place, where nobody is asked.
  return problem(text, { cause: what, mend: `atmos auth login --identity ${shellWord(identity)}`, code })
}
