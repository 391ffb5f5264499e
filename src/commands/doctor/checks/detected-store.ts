import type { Check } from '../check.ts'
import { inferred } from '../finding.ts'

/** An empty configuration is not "the file": Docker picks whatever store it finds installed. */
export const detectedStore: Check = {
  id: 'detected-store',
  title: 'A store that Docker picks by itself',
  group: 'Docker',
  async run(facts) {
    const { routeOf, path } = await facts.docker()
    const route = routeOf('public.ecr.aws')
    if (route.type !== 'detected') return []
    return [
      inferred(`Without any setting in ${path}, Docker keeps logins with ${route.program}`, {
        cause:
          'it is installed; on a machine without a desktop "docker login" may fail there, and a login in the file switches it off',
        mend: await facts.loginCommand('public.ecr.aws'),
      }),
    ]
  },
}
