import type { Credentials } from '../../../auth/credentials.ts'
import { fetchLogins, type LoginTask } from '../../../auth/registry-logins.ts'
import type { RegistryHost } from '../../../docker/registry-host.ts'
import type { Effects } from '../../../effects/effects.ts'
import type { Context } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import { mustBeInAccount } from '../../identity/expected-account.ts'
import { ambientCredentials } from '../../registry-login/ambient-credentials.ts'
import { deliver, type RegistryReport } from '../../registry-login/deliver.ts'
import { surroundingsMark } from '../../registry-login/surroundings.ts'
import { taskForHost } from '../../registry-login/task-for-host.ts'
import type { LoginWishes } from './login-wishes.ts'

/** Logs in with ambient credentials; no configuration is read for this, but one that was named must be there. */
export async function ambientLogin(
  context: Context,
  hosts: readonly RegistryHost[],
  { sink, expectedAccount, ifNeeded, verify }: LoginWishes,
): Promise<readonly RegistryReport[]> {
  const effects = withDeadline(context.effects, context.settings)
  await mustFindNamedConfiguration(context, effects)
  const catalog = await context.catalog('ambient')
  const origin = { surroundings: surroundingsMark(effects) }
  const run = async (tasks: readonly LoginTask[]) => {
    const ledgerNotes = new Set<string>()
    const credentials = await ambientCredentials(catalog, effects)
    sayWhichKey(context, credentials)
    await mustBeInAccount(expectedAccount, credentials, { catalog, effects })
    const fetched = await fetchLogins(tasks, credentials, effects)
    const reports = await deliver(fetched, { origin, sink, ledgerNotes }, effects)
    for (const note of ledgerNotes) context.voice.warn(note)
    return reports
  }
  const tasks = hosts.map(host => ({ ...taskForHost(host, catalog), verify }))
  if (!ifNeeded) return await run(tasks)
  const { onlyIfNeeded, taskItem } = await import('../../registry-login/if-needed.ts')
  const items = tasks.map(taskItem)
  return await onlyIfNeeded(
    { items, origin, sink, logIn: some => run(some.map(({ task }) => task)) },
    effects,
  )
}

async function mustFindNamedConfiguration({ settings }: Context, effects: Effects): Promise<void> {
  const { configFiles, configFolders } = settings
  if (configFiles.length + configFolders.length === 0) return
  const { locate } = await import('../../../config/find/locate.ts')
  locate({ configFiles, configFolders }, effects)
}

function sayWhichKey({ voice }: Context, credentials: Credentials): void {
  if (credentials.type !== 'aws') return
  const { source = 'the surroundings', accessKeyId, region } = credentials
  // Who mixes the two up has the secret key here.
  const key = /^[A-Z0-9_]+$/.test(accessKeyId) ? accessKeyId : '***'
  voice.detail(`  credentials from ${source}: key ${key}${region ? `, Region ${region}` : ''}`)
}
