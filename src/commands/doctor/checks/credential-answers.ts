import type { Check } from '../check.ts'
import { type Finding, ok, problemOf } from '../finding.ts'
import type { HeldLogin } from '../held-logins.ts'

/** A locked keychain, a hanging helper, one that cannot reach AWS: Docker says nothing but "unauthorized". */
export const credentialAnswers: Check = {
  id: 'credential-answers',
  title: 'What credential programs answer',
  group: 'Docker',
  async run(facts, { processes }) {
    const held = await facts.logins()
    return held.flatMap(login => finding(login, program => processes.find(program) !== undefined))
  },
}

function finding({ host, route, answer }: HeldLogin, has: (program: string) => boolean): readonly Finding[] {
  if (!('program' in route) || !has(route.program)) return []
  const { program } = route
  if (answer.type === 'failed') return [problemOf(answer.failure)]
  if (answer.type === 'unknown') return [ok(`${program} serves ${host}; it was not asked`)]
  return [ok(`${program} ${answer.type === 'login' ? 'has a login' : 'has no login'} for ${host}`)]
}
