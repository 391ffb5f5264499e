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
    const failed = asked.filter(({ answer }) => answer.type === 'failed')
    return [
      ...(await Promise.all(asked.map(login => answered(login, facts)))).flat(),
      ...[...new Set(failed.map(wordsOf))].map(told => ofAll(failed, told)),
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

function wordsOf({ program, answer }: Asked): string {
  return answer.type === 'failed' ? `${program} ${answer.failure.why}` : ''
}

/** A program that fails in one way for many hosts is one problem. */
function ofAll(failed: readonly Asked[], words: string): Finding {
  const alike = failed.filter(one => wordsOf(one) === words)
  const [first] = alike
  const failure = first?.answer.type === 'failed' ? first.answer.failure : undefined
  return problem(
    `Docker asks ${first?.program} for ${alike.map(({ host }) => host).join(', ')}, and it failed`,
    {
      cause: failure?.why,
      mend: failure?.next,
      code: failure?.code ?? 'credential-store-failed',
    },
  )
}
