import { parseRegistryHost } from '../../../docker/registry-host.ts'
import { ourProgram } from '../../credential-helper/program.ts'
import type { Check } from '../check.ts'
import type { DockerFacts } from '../docker-facts.ts'
import type { Facts } from '../facts.ts'
import { type Finding, problem, warning } from '../finding.ts'
import type { HeldLogin } from '../held-logins.ts'

/** Docker asks a program or the file, never both: "not found" from the program is the end of it. */
export const helperShadows: Check = {
  id: 'helper-shadows',
  title: 'Logins in config.json that a program hides',
  group: 'Docker',
  async run(facts, { processes }) {
    const docker = await facts.docker()
    const has = (program: string) => processes.find(program) !== undefined
    const hidden = (await facts.logins()).filter(
      login => login.route.type === 'program' && has(login.route.program) && isHidden(login, docker),
    )
    return await Promise.all(hidden.map(login => finding(login, facts)))
  },
}

function isHidden({ host, answer }: HeldLogin, { config }: DockerFacts): boolean {
  if (answer.type !== 'none' && answer.type !== 'login') return false
  const entries = [...config.auths].filter(([key]) => parseRegistryHost(key)?.host === host)
  return entries.some(([, entry]) => entry.password !== '')
}

async function finding({ host, route, answer }: HeldLogin, facts: Facts): Promise<Finding> {
  const program = 'program' in route ? route.program : 'the program'
  const text = `The login for ${host} in config.json is never used`
  const isOurs = program === ourProgram && answer.type === 'none'
  const mend = await (isOurs ? facts.configureCommand(host) : facts.loginCommand(host))
  if (answer.type === 'login') {
    return warning(text, { cause: `Docker asks ${program}, which has a login of its own`, mend })
  }
  const cause = `Docker asks ${program}, which has none, and does not look further`
  return problem(text, { cause, mend, code: 'login-shadowed' })
}
