import { ourProgram } from '../../credential-helper/program.ts'
import type { Check } from '../check.ts'
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
      if (decider === ourProgram) return [signedIn(`${decider} logs in whenever it is asked`)]
      return [
        inferred(`Which rate limit of ECR Public is in force depends on ${decider}, which was not asked`),
      ]
    }
    if (answer.type !== 'login') {
      const mend =
        'program' in route && route.program === ourProgram ? facts.configureCommand : facts.loginCommand
      return [anonymous('Docker would send no login', await mend(host))]
    }
    const { entries } = await facts.ledger()
    const written = entries.findLast(
      entry => entry.type === 'docker' && entry.undo.fingerprint === answer.fingerprint,
    )
    const until = written?.expiresAt ?? answer.expiresAt ?? Number.POSITIVE_INFINITY
    if (until <= clock.now()) {
      return [anonymous('the login Docker would send has expired', await facts.loginCommand(host))]
    }
    return [signedIn('Docker would send a login')]
  },
}

function signedIn(cause: string): Finding {
  return inferred('Pulls from ECR Public count as signed in: 10 a second', { cause })
}

function anonymous(cause: string, mend: string): Finding {
  return inferred('Pulls from ECR Public count as anonymous: 1 a second, for everybody behind one address', {
    cause,
    mend,
  })
}
