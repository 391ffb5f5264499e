import { parseRegistryHost } from '../../../docker/registry-host.ts'
import type { Check } from '../check.ts'
import { type Finding, warning } from '../finding.ts'

/** Docker compares the keys of `credHelpers` with the bare host by the letter. */
export const helperKeys: Check = {
  id: 'helper-keys',
  title: 'Helpers under names that Docker never asks for',
  group: 'Docker',
  async run(facts) {
    const { config, path } = await facts.docker()
    return [...config.credHelpers].flatMap(([key, name]): readonly Finding[] => {
      const host = parseRegistryHost(key)?.host
      if (host === undefined || host === key) return []
      return [
        warning(`Docker never asks docker-credential-${name} for ${host}`, {
          cause: `credHelpers in ${path} names it for ${key}, and only the bare host counts there`,
          mend: `Write "credHelpers": {"${host}": "${name}"} instead`,
        }),
      ]
    })
  },
}
