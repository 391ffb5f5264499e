import { fetchLogins } from '../../../auth/registry-logins.ts'
import type { RegistryHost } from '../../../docker/registry-host.ts'
import { Failure } from '../../../errors/failure.ts'
import type { LoginSink } from '../../../sinks/login-sink.ts'
import type { Context } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import { deliver, type RegistryReport } from '../../deliver.ts'
import { mustBeInAccount } from '../../expected-account.ts'
import { reportLogins } from '../../report-logins.ts'
import { chooseSink } from '../../sink.ts'
import { ambientCredentials } from './ambient-credentials.ts'
import type { LoginFlags } from './login.command.ts'
import { type LoginMode, loginMode } from './login-mode.ts'
import { taskForHost } from './task-for-host.ts'

/** `atmos aws ecr login`: fetches logins and puts them where Docker looks, or where `--to` says. */
export async function login(this: Context, flags: LoginFlags, name?: string): Promise<void> {
  const mode = loginMode(flags, name)
  const sink = await chooseSink(flags)
  if (sink.path === undefined && flags.format === 'json') throw twiceOnStdout(flags)
  const reports = await carryOut(this, { mode, sink, expectedAccount: flags.expectAccount })
  reportLogins(this, { reports, format: flags.format ?? 'text' })
}

interface Wish {
  readonly mode: LoginMode
  readonly sink: LoginSink
  readonly expectedAccount: string | undefined
}

/** The configuration's half is loaded only when it is asked for. */
async function carryOut(context: Context, { mode, ...wishes }: Wish): Promise<readonly RegistryReport[]> {
  if (mode.type === 'hosts' && mode.identity === undefined) {
    return await fromSurroundings(context, { hosts: mode.hosts, ...wishes })
  }
  return await (await import('./configured-login.ts')).configuredLogin(context, { mode, ...wishes })
}

interface FromSurroundings extends Omit<Wish, 'mode'> {
  readonly hosts: readonly RegistryHost[]
}

/** With ambient credentials; no configuration is read for this. */
async function fromSurroundings(
  context: Context,
  { hosts, sink, expectedAccount }: FromSurroundings,
): Promise<readonly RegistryReport[]> {
  const effects = withDeadline(context.effects, context.settings)
  const catalog = await context.catalog('ambient')
  const credentials = await ambientCredentials(catalog, effects)
  await mustBeInAccount(expectedAccount, credentials, { catalog, effects })
  const tasks = hosts.map(host => taskForHost(host, catalog))
  return await deliver(await fetchLogins(tasks, credentials, effects), { origin: {}, sink }, effects)
}

function twiceOnStdout({ to }: LoginFlags): Failure {
  return new Failure({
    code: 'usage',
    what: `--format json cannot be combined with --to ${to}`,
    why: 'both print on standard output',
    next: `Leave --format out: nothing but what --to ${to} asks for is printed there`,
  })
}
