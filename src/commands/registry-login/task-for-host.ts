import { parse } from 'valibot'
import type { Catalog } from '../../auth/kind.ts'
import type { LoginTask } from '../../auth/registry-logins.ts'
import type { RegistryHost } from '../../docker/registry-host.ts'
import { Failure } from '../../errors/failure.ts'

/** The integration that would log in to a host, made up on the spot. */
export function taskForHost(host: RegistryHost, catalog: Catalog): LoginTask {
  const name = host.type === 'public' ? 'aws/ecr-public' : 'aws/ecr'
  const kind = catalog.integrations.find(candidate => candidate.kind === name)
  if (kind === undefined) {
    throw new Failure({ code: 'unknown-kind', what: `There is no integration kind ${name}` })
  }
  const place = host.type === 'public' ? {} : { account_id: host.accountId, region: host.region }
  return { name: host.host, kind, spec: parse(kind.spec, { registry: { ...place, host: host.host } }) }
}
