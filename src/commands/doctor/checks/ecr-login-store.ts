import type { Check } from '../check.ts'
import { warning } from '../finding.ts'

/** Amazon's helper serves ECR and stores nothing, so as the store of everything it breaks other logins. */
export const ecrLoginStore: Check = {
  id: 'ecr-login-store',
  title: "Amazon's helper as the store of everything",
  group: 'Docker',
  async run(facts) {
    const { config, path } = await facts.docker()
    if (config.credsStore !== 'ecr-login') return []
    return [
      warning('Logins to registries other than ECR cannot be kept', {
        cause: `credsStore in ${path} is ecr-login, which answers "not implemented" to every docker login`,
        mend: 'Take "credsStore" out, and name ecr-login under "credHelpers" for the hosts of ECR alone',
      }),
    ]
  },
}
