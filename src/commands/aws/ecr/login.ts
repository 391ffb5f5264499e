import { fetchLogins, type LoginTask } from '../../../auth/registry-logins.ts'
import type { RegistryHost } from '../../../docker/registry-host.ts'
import { Failure } from '../../../errors/failure.ts'
import type { LoginSink } from '../../../sinks/login-sink.ts'
import type { Context } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import { deliver, type RegistryReport } from '../../deliver.ts'
import { mustBeInAccount } from '../../expected-account.ts'
import { reportLogins } from '../../report-logins.ts'
import { chooseSink } from '../../sink.ts'
import { surroundingsMark } from '../../surroundings.ts'
import { ambientCredentials } from './ambient-credentials.ts'
import type { EcrLoginFlags } from './login.command.ts'
import { type LoginMode, loginMode } from './login-mode.ts'
import { refuseExclusive } from './login-words.ts'
import { taskForHost } from './task-for-host.ts'

/** `atmos aws ecr login`: fetches logins and puts them where Docker looks, or where `--to` says. */
export async function login(this: Context, flags: EcrLoginFlags, name?: string): Promise<void> {
  const mode = loginMode(flags, name)
  const sink = await chooseSink(flags)
  refuseExclusive(flags, sink)
  const { format = 'text', ifNeeded = false, verify = false, optional = false } = flags
  const wish = { mode, sink, expectedAccount: flags.expectAccount, ifNeeded, verify, optional }
  if (flags.watch) {
    const { watch } = await import('./watch.ts')
    const logIn = ({ first }: { first: boolean }) => carryOut(this, { ...wish, ifNeeded: first && ifNeeded })
    await watch(this, { format, logIn })
  } else reportLogins(this, { reports: await carryOut(this, wish), format })
}

interface Wish {
  readonly mode: LoginMode
  readonly sink: LoginSink
  readonly expectedAccount: string | undefined
  readonly ifNeeded: boolean
  readonly verify: boolean
  readonly optional: boolean
}

/** A login that fails must not leave an expired one for ECR Public behind: it would spoil anonymous pulls. */
async function carryOut(context: Context, wish: Wish): Promise<readonly RegistryReport[]> {
  try {
    const reports = await logIn(context, wish)
    if (reports.some(({ outcome }) => outcome instanceof Failure)) await tidyUp(context)
    return reports
  } catch (thrown) {
    await tidyUp(context)
    if (!wish.optional || !isWithoutCredentials(thrown)) throw thrown
    const { sayLeftOut } = await import('./expired-public.ts')
    sayLeftOut(context, thrown)
    return []
  }
}

async function tidyUp(context: Context): Promise<void> {
  const { dropExpiredPublic } = await import('./expired-public.ts')
  await dropExpiredPublic(context)
}

function isWithoutCredentials(thrown: unknown): thrown is Failure {
  return thrown instanceof Failure && (thrown.code === 'no-credentials' || thrown.code === 'login-required')
}

/** The configuration's half is loaded only when it is asked for. */
async function logIn(context: Context, { mode, ...wishes }: Wish): Promise<readonly RegistryReport[]> {
  if (mode.type === 'hosts' && mode.identity === undefined) {
    return await fromSurroundings(context, { hosts: mode.hosts, ...wishes })
  }
  return await (await import('./configured-login.ts')).configuredLogin(context, { mode, ...wishes })
}

interface FromSurroundings extends Omit<Wish, 'mode' | 'optional'> {
  readonly hosts: readonly RegistryHost[]
}

/** With ambient credentials; no configuration is read for this, but one that was named must be there. */
async function fromSurroundings(
  context: Context,
  { hosts, sink, expectedAccount, ifNeeded, verify }: FromSurroundings,
): Promise<readonly RegistryReport[]> {
  const effects = withDeadline(context.effects, context.settings)
  const { configFiles, configFolders } = context.settings
  if (configFiles.length + configFolders.length > 0) {
    const { locate } = await import('../../../config/locate.ts')
    locate({ configFiles, configFolders }, effects)
  }
  const catalog = await context.catalog('ambient')
  const origin = { surroundings: surroundingsMark(effects) }
  const run = async (tasks: readonly LoginTask[]) => {
    const ledgerNotes = new Set<string>()
    const credentials = await ambientCredentials(catalog, effects)
    if (credentials.type === 'aws') {
      const { source = 'the surroundings', accessKeyId, region } = credentials
      // Who mixes the two up has the secret key here.
      const key = /^[A-Z0-9_]+$/.test(accessKeyId) ? accessKeyId : '***'
      context.voice.detail(`  credentials from ${source}: key ${key}${region ? `, Region ${region}` : ''}`)
    }
    await mustBeInAccount(expectedAccount, credentials, { catalog, effects })
    const fetched = await fetchLogins(tasks, credentials, effects)
    const reports = await deliver(fetched, { origin, sink, ledgerNotes }, effects)
    for (const note of ledgerNotes) context.voice.warn(note)
    return reports
  }
  const tasks = hosts.map(host => ({ ...taskForHost(host, catalog), verify }))
  if (!ifNeeded) return await run(tasks)
  const { onlyIfNeeded, taskItem } = await import('./if-needed.ts')
  const items = tasks.map(taskItem)
  return await onlyIfNeeded(
    { items, origin, sink, logIn: some => run(some.map(({ task }) => task)) },
    effects,
  )
}
