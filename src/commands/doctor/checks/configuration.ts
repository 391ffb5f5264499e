import type { Problem } from '../../../auth/auth-config.ts'
import { mistakesOf } from '../../../auth/mistakes.ts'
import { counted } from '../../../cli/counted.ts'
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
    const errors = mistakesOf({ problems })
    const mend = 'atmos auth validate'
    if (problems.some(({ message }) => message.includes(offlineWords))) {
      const cause = 'parts of it come from the network, and --offline leaves them out'
      return [inferred('Not all of the configuration was read', { cause, mend })]
    }
    if (errors.length > 0) {
      const text = `The configuration has ${counted(errors.length, 'error')}`
      return [problem(text, { cause: listed(errors), mend, code: 'config-invalid' })]
    }
    if (problems.length > 0) {
      const text = `The configuration has ${counted(problems.length, 'warning')}`
      return [warning(text, { cause: listed(problems), mend })]
    }
    if (auth.files.length === 0) return [ok('There is no atmos.yaml; logins use ambient AWS credentials')]
    const { identities, integrations } = auth
    const parts = `${counted(identities.length, 'identity', 'identities')}, ${counted(integrations.length, 'integration')}`
    return [ok(`The configuration is valid: ${parts} from ${auth.files.join(', ')}`)]
  },
}

function listed(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n')
}
