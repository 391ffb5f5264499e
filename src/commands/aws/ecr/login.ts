import { fetchLogins } from '../../../auth/registry-logins.ts'
import type { RegistryHost } from '../../../docker/registry-host.ts'
import type { Context } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import { deliver, type RegistryReport } from '../../deliver.ts'
import { mustBeInAccount } from '../../expected-account.ts'
import { reportLogins } from '../../report-logins.ts'
import { ambientCredentials } from './ambient-credentials.ts'
import type { LoginFlags } from './login.command.ts'
import { type LoginMode, loginMode } from './login-mode.ts'
import { taskForHost } from './task-for-host.ts'

/** `atmos aws ecr login`: fetches logins and puts them where Docker looks. */
export async function login(this: Context, flags: LoginFlags, name?: string): Promise<void> {
  const mode = loginMode(flags, name)
  const reports =
    mode.type === 'hosts' && mode.identity === undefined
      ? await fromSurroundings(this, { hosts: mode.hosts, expectedAccount: flags.expectAccount })
      : await fromConfiguration(this, { mode, expectedAccount: flags.expectAccount })
  reportLogins(this, { reports, format: flags.format ?? 'text' })
}

interface FromSurroundings {
  readonly hosts: readonly RegistryHost[]
  readonly expectedAccount: string | undefined
}

/** With ambient credentials; no configuration is read for this. */
async function fromSurroundings(
  context: Context,
  { hosts, expectedAccount }: FromSurroundings,
): Promise<readonly RegistryReport[]> {
  const effects = withDeadline(context.effects, context.settings)
  const catalog = await context.catalog()
  const credentials = await ambientCredentials(catalog, effects)
  await mustBeInAccount(expectedAccount, credentials, { catalog, effects })
  const tasks = hosts.map(host => taskForHost(host, catalog))
  return await deliver(await fetchLogins(tasks, credentials, effects), {}, effects)
}

/** The configuration's half is loaded only when it is asked for. */
async function fromConfiguration(
  context: Context,
  request: { readonly mode: LoginMode; readonly expectedAccount: string | undefined },
): Promise<readonly RegistryReport[]> {
  return await (await import('./configured-login.ts')).configuredLogin(context, request)
}
