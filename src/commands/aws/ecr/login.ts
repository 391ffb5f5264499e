import { parse } from 'valibot'
import type { Credentials } from '../../../auth/credentials.ts'
import type { Catalog } from '../../../auth/kind.ts'
import type { Plan } from '../../../auth/plan.ts'
import { fetchLogins, type LoginTask } from '../../../auth/registry-logins.ts'
import { resolve } from '../../../auth/resolve.ts'
import type { RegistryHost } from '../../../docker/registry-host.ts'
import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { noStore } from '../../../stores/none.ts'
import type { Context } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import { deliver } from '../../deliver.ts'
import { reportLogins } from '../../report-logins.ts'
import type { LoginFlags } from './login.command.ts'
import { loginMode } from './login-mode.ts'

/** `atmos aws ecr login`: fetches logins and puts them where Docker looks. */
export async function login(this: Context, flags: LoginFlags, name?: string): Promise<void> {
  const mode = loginMode(flags, name)
  const effects = withDeadline(this.effects, this.settings)
  if (mode.type !== 'hosts' || mode.identity !== undefined) return
  const catalog = await this.catalog()
  const credentials = await ambientCredentials(catalog, effects)
  const tasks = mode.hosts.map(host => taskFor(host, catalog))
  const reports = await deliver(await fetchLogins(tasks, credentials, effects), effects)
  reportLogins(this, { reports, format: flags.format ?? 'text' })
}

/** Whoever the surroundings say we are: no configuration is read for this. */
async function ambientCredentials(catalog: Catalog, effects: Effects): Promise<Credentials> {
  const plan: Plan = {
    target: 'ambient AWS credentials',
    realm: undefined,
    steps: [
      {
        role: 'identity',
        name: 'ambient AWS credentials',
        kind: 'aws/ambient',
        yields: 'aws',
        ambient: true,
        spec: {},
        origins: new Map(),
        pending: [],
      },
    ],
  }
  return await resolve(plan, { catalog, store: noStore }, effects)
}

/** The integration that would log in to this host, made up on the spot. */
function taskFor(host: RegistryHost, catalog: Catalog): LoginTask {
  const name = host.type === 'public' ? 'aws/ecr-public' : 'aws/ecr'
  const kind = catalog.integrations.find(candidate => candidate.kind === name)
  if (kind === undefined)
    throw new Failure({ code: 'unknown-kind', what: `There is no integration kind ${name}` })
  const place = host.type === 'public' ? {} : { account_id: host.accountId, region: host.region }
  return { name: host.host, kind, spec: parse(kind.spec, { registry: { ...place, host: host.host } }) }
}
