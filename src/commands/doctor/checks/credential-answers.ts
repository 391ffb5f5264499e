import type { Failure } from '../../../errors/failure.ts'
import { ourProgram } from '../../credential-helper/program.ts'
import type { Check } from '../check.ts'
import type { Facts } from '../facts.ts'
import { type Finding, ok, problem } from '../finding.ts'
import type { HeldLogin } from '../held-logins.ts'

/** A locked keychain, a hanging helper, one that cannot reach AWS: Docker says nothing but "unauthorized". */
export const credentialAnswers: Check = {
  id: 'credential-answers',
  title: 'What credential programs answer',
  group: 'Docker',
  async run(facts, { processes }) {
    const asked = (await facts.logins()).flatMap((login): readonly Asked[] => {
      const program = 'program' in login.route ? login.route.program : undefined
      const isThere = program !== undefined && processes.find(program) !== undefined
      return isThere ? [{ ...login, program }] : []
    })
    return [
      ...(await Promise.all(asked.map(login => answered(login, facts)))).flat(),
      ...troublesIn(asked).map(troubleFinding),
    ]
  },
}

type Asked = HeldLogin & { readonly program: string }

async function answered({ host, program, route, answer }: Asked, facts: Facts): Promise<readonly Finding[]> {
  if (answer.type === 'failed') return []
  const isMeant = route.type === 'program' && route.setting === 'credHelpers'
  if (program === ourProgram && answer.type === 'none' && isMeant) return [await unheardOf(host, facts)]
  if (answer.type === 'unknown') return [ok(`${program} serves ${host}; it was not asked`)]
  return [ok(`${program} ${answer.type === 'login' ? 'has a login' : 'has no login'} for ${host}`)]
}

/** Its record was lost, or the configuration that served the host is no longer where it was. */
async function unheardOf(host: string, facts: Facts): Promise<Finding> {
  return problem(`Docker asks ${ourProgram} for ${host}, and it does not know that registry`, {
    cause: 'no configuration that it was told of serves it, so Docker goes on without a login',
    mend: await facts.configureCommand(host),
    code: 'login-shadowed',
  })
}

/** A program that fails in one way, for one host or many. */
interface Trouble {
  readonly program: string
  readonly failure: Failure
  readonly hosts: readonly string[]
}

function troublesIn(asked: readonly Asked[]): readonly Trouble[] {
  const troubles = new Map<string, Trouble>()
  for (const { host, program, answer } of asked) {
    if (answer.type !== 'failed') continue
    const { failure } = answer
    const way = `${program} ${failure.why}`
    const known = troubles.get(way) ?? { program, failure, hosts: [] }
    troubles.set(way, { ...known, hosts: [...known.hosts, host] })
  }
  return [...troubles.values()]
}

function troubleFinding({ program, failure, hosts }: Trouble): Finding {
  const { why, next, code } = failure
  return problem(`Docker asks ${program} for ${hosts.join(', ')}, and it failed`, {
    cause: why,
    mend: next,
    code,
  })
}
