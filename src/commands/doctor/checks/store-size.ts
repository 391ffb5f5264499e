import type { Check } from '../check.ts'
import { inferred } from '../finding.ts'

/** Windows keeps at most 2560 bytes of a credential; tokens of some Regions and identities are longer. */
export const storeSize: Check = {
  id: 'store-size',
  title: 'Tokens too long for the Windows store',
  group: 'Docker',
  async run(facts) {
    const { routeOf } = await facts.docker()
    const hosts = (await facts.hosts()).filter(host => {
      const route = routeOf(host)
      return 'program' in route && /-wincred(\.exe)?$/.test(route.program)
    })
    const [first] = hosts
    if (first === undefined) return []
    return [
      inferred(`Logins for ${hosts.join(', ')} may not fit into the Windows store`, {
        cause: 'it keeps 2560 bytes, and says "the stub received bad data" to longer tokens',
        // Docker then asks our own program, which keeps nothing there.
        mend: await facts.configureCommand(first),
      }),
    ]
  },
}
