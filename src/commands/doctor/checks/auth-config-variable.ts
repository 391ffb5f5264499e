import type { Check } from '../check.ts'
import { ok, problem, warning } from '../finding.ts'

const name = 'DOCKER_AUTH_CONFIG'

/** A variable that CI systems set: for the hosts it names, Docker 28.3 and newer prefer it to everything. */
export const authConfigVariable: Check = {
  id: 'auth-config-variable',
  title: 'DOCKER_AUTH_CONFIG',
  group: 'Docker',
  async run(facts, { env }) {
    const { variable } = await facts.docker()
    if (!env.get(name)) return []
    if (variable === undefined) {
      const cause =
        'it is not an object with "auths" and an "auth" for each host; Docker warns and goes on without it'
      return [warning(`${name} is set to what Docker does not understand`, { cause, mend: `unset ${name}` })]
    }
    const hosts = (await facts.hosts()).filter(host => variable.has(host))
    if (hosts.length === 0) return [ok(`${name} is set, but names no registry of ECR`)]
    return [
      problem(`${name} overrides every other login for ${hosts.join(', ')}`, {
        cause: 'Docker 28.3 and newer prefer it to config.json, helpers and stores',
        mend: `unset ${name}`,
        code: 'login-shadowed',
      }),
    ]
  },
}
