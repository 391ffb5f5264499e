import type { Check } from '../check.ts'
import type { Facts } from '../facts.ts'
import { type Finding, inferred } from '../finding.ts'

const host = 'public.ecr.aws'

/** AWS counts pulls of nobody by address, shared by a whole office or cloud; those of somebody by account. */
export const rateTier: Check = {
  id: 'rate-tier',
  title: 'The rate limit of ECR Public now in force',
  group: 'Docker',
  async run(facts, { clock }) {
    const login = (await facts.logins()).find(one => one.host === host)
    if (login === undefined) return []
    const { answer, route } = login
    if (answer.type === 'unknown') {
      const decider = 'program' in route ? route.program : 'DOCKER_AUTH_CONFIG'
      if (decider === 'docker-credential-atmos') return [signedIn(`${decider} logs in whenever it is asked`)]
      return [
        inferred(`Which rate limit of ECR Public is in force depends on ${decider}, which was not asked`),
      ]
    }
    if (answer.type !== 'login') return [await anonymous(facts, 'Docker would send no login')]
    const { entries } = await facts.ledger()
    const written = entries.findLast(
      entry => entry.type === 'docker' && entry.undo.fingerprint === answer.fingerprint,
    )
    const until = written?.expiresAt ?? answer.expiresAt ?? Number.POSITIVE_INFINITY
    if (until <= clock.now()) return [await anonymous(facts, 'the login Docker would send has expired')]
    return [signedIn('Docker would send a login')]
  },
}

function signedIn(cause: string): Finding {
  return inferred('Pulls from ECR Public count as signed in: 10 a second', { cause })
}

async function anonymous(facts: Facts, cause: string): Promise<Finding> {
  return inferred('Pulls from ECR Public count as anonymous: 1 a second, for everybody behind one address', {
    cause,
    mend: await facts.loginCommand(host),
  })
}
