import { fingerprint } from '../../../docker/auth-entry.ts'
import { parseRegistryHost } from '../../../docker/registry-host.ts'
import type { Effects } from '../../../effects/effects.ts'
import type { Ledger } from '../../../sinks/ledger.ts'
import type { Check } from '../check.ts'
import type { Facts } from '../facts.ts'
import { ok, problem } from '../finding.ts'
import { tokenExpiry } from '../token-expiry.ts'

/** ECR answers an expired login with a refusal where it would have served nobody: anonymous pulls fail too. */
export const staleLogins: Check = {
  id: 'stale-logins',
  title: 'Logins that have expired',
  group: 'Docker',
  async run(facts, { clock, processes }) {
    const { entries } = await facts.ledger()
    const standing = await standingLogins(facts, processes)
    const stale = standing.filter(
      login => (expiryOf(login, entries) ?? Number.POSITIVE_INFINITY) <= clock.now(),
    )
    if (stale.length === 0)
      return standing.length === 0 ? [] : [ok('No login for ECR has expired, as far as it says')]
    return stale.map(({ key, mark }) => {
      const isOurs = entries.some(entry => entry.type === 'docker' && entry.undo.fingerprint === mark)
      return problem(`The login for ${key} has expired`, {
        cause: 'Docker still sends it, and the registry refuses it instead of serving what is public',
        mend: isOurs ? 'atmos aws ecr logout --expired' : `docker logout ${key}`,
        code: 'credentials-expired',
      })
    })
  },
}

interface Standing {
  /** As it stands in the file; the bare host for what a program has. */
  readonly key: string
  readonly mark: string
  readonly expiresAt: number | undefined
}

async function standingLogins(facts: Facts, processes: Effects['processes']): Promise<readonly Standing[]> {
  const { config, routeOf } = await facts.docker()
  const inFile = [...config.auths].flatMap(([key, { username, password }]): readonly Standing[] => {
    const host = parseRegistryHost(key)?.host
    if (host === undefined || password === '') return []
    const route = routeOf(host)
    // Behind a program it is never sent, and the check `helper-shadows` has its eye on it.
    if (route.type === 'program' && processes.find(route.program) !== undefined) return []
    return [{ key, mark: fingerprint({ username, password }), expiresAt: tokenExpiry(password) }]
  })
  const marks = new Set(inFile.map(({ mark }) => mark))
  const elsewhere = (await facts.logins()).flatMap(({ host, answer }): readonly Standing[] =>
    answer.type !== 'login' || marks.has(answer.fingerprint)
      ? []
      : [{ key: host, mark: answer.fingerprint, expiresAt: answer.expiresAt }],
  )
  return [...inFile, ...elsewhere]
}

/** What we wrote down at the login, else what the token says of itself. */
function expiryOf({ mark, expiresAt }: Standing, entries: Ledger['entries']): number | undefined {
  const ours = entries.findLast(entry => entry.type === 'docker' && entry.undo.fingerprint === mark)
  return ours?.expiresAt ?? expiresAt
}
