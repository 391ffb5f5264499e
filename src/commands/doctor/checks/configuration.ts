import type { Check } from '../check.ts'
import { inferred, ok, problem, warning } from '../finding.ts'
import { offlineWords } from '../read-only.ts'

/** What `atmos auth validate` has to say, as one finding. */
export const configuration: Check = {
  id: 'configuration',
  title: 'atmos.yaml',
  group: 'Configuration',
  async run(facts) {
    const { auth, problems } = await facts.configuration()
    const errors = problems.filter(({ severity }) => severity === 'error')
    const mend = 'atmos auth validate'
    if (problems.some(({ message }) => message.includes(offlineWords))) {
      const cause = 'parts of it come from the network, and --offline leaves them out'
      return [inferred('Not all of the configuration was read', { cause, mend })]
    }
    if (errors.length > 0) {
      const cause = errors
        .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
        .join('\n')
      return [
        problem(`The configuration has ${counted(errors.length, 'error')}`, {
          cause,
          mend,
          code: 'config-invalid',
        }),
      ]
    }
    if (problems.length > 0) {
      const cause = problems
        .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
        .join('\n')
      return [warning(`The configuration has ${counted(problems.length, 'doubtful place')}`, { cause, mend })]
    }
    if (auth.files.length === 0) return [ok('There is no atmos.yaml; logins use ambient AWS credentials')]
    const { identities, integrations } = auth
    const parts = `${identities.length} identities, ${integrations.length} integrations`
    return [ok(`The configuration is valid: ${parts} from ${auth.files.join(', ')}`)]
  },
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
