import type { Check } from '../check.ts'
import { ok, problemOf } from '../finding.ts'

/** `docker login` overwrites a file it cannot read, and everything else in Docker goes on without it. */
export const configSyntax: Check = {
  id: 'config-syntax',
  title: 'config.json as Docker understands it',
  group: 'Docker',
  async run(facts) {
    const { failure, config } = await facts.docker()
    if (failure?.code === 'docker-config-invalid') return [problemOf(failure)]
    return config.text === undefined ? [] : [ok('config.json is well-formed')]
  },
}
