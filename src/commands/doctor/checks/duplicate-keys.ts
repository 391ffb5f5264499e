import { parseRegistryHost } from '../../../docker/registry-host.ts'
import type { Check } from '../check.ts'
import { type Finding, warning } from '../finding.ts'

/** One registry under several names: a renewed login is hidden by an old one, or seen by some clients only. */
export const duplicateKeys: Check = {
  id: 'duplicate-keys',
  title: 'One registry under several names',
  group: 'Docker',
  async run(facts) {
    const { config } = await facts.docker()
    const byHost = new Map<string, string[]>()
    for (const key of config.auths.keys()) {
      const host = parseRegistryHost(key)?.host
      if (host !== undefined) byHost.set(host, [...(byHost.get(host) ?? []), key])
    }
    const findings = [...byHost].map(([host, keys]) => findingFor(host, keys, facts.loginCommand))
    return (await Promise.all(findings)).flat()
  },
}

async function findingFor(
  host: string,
  keys: readonly string[],
  loginCommand: (host: string) => Promise<string>,
): Promise<readonly Finding[]> {
  const aliases = keys.filter(key => key !== host)
  if (aliases.length === 0) return []
  const mend = await loginCommand(host)
  if (keys.length > 1) {
    const cause = 'a client may take the one that is not renewed; a login of ours leaves one of them'
    return [warning(`config.json has several logins for ${host}: ${keys.join(', ')}`, { cause, mend })]
  }
  const cause = `Docker, podman and skopeo agree only on the bare name, ${host}; some never find the other`
  return [warning(`config.json has the login for ${host} under ${aliases.join(', ')}`, { cause, mend })]
}
