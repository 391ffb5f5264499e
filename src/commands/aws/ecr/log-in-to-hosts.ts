import { fetchLogins, type LoginTask } from '../../../auth/registry-logins.ts'
import type { RegistryHost } from '../../../docker/registry-host.ts'
import { authenticate } from '../../identity/authenticate.ts'
import { onceMore, storedOf } from '../../identity/once-more.ts'
import { deliver, type RegistryReport } from '../../registry-login/deliver.ts'
import { originOf, originOfIdentity } from '../../registry-login/login-origin.ts'
import { taskForHost } from '../../registry-login/task-for-host.ts'
import type { Session } from '../../session.ts'
import type { LoginWishes } from './login-wishes.ts'

interface ToHosts extends LoginWishes {
  readonly hosts: readonly RegistryHost[]
  readonly identity: string
}

/** Logs in to hosts named on the command line with an identity; no integration runs. */
export async function logInToHosts(
  { hosts, identity, expectedAccount, sink, ifNeeded, verify }: ToHosts,
  session: Session,
): Promise<readonly RegistryReport[]> {
  const { catalog, effects } = session
  const run = (tasks: readonly LoginTask[]) =>
    onceMore(
      storedOf(identity, session),
      async store => {
        const becoming = { identity, expectedAccounts: [expectedAccount] }
        const { plan, credentials } = await authenticate(becoming, { ...session, store })
        const fetched = await fetchLogins(tasks, credentials, effects)
        const destination = { origin: originOf(plan, session), sink, ledgerNotes: session.ledgerNotes }
        return await deliver(fetched, destination, effects)
      },
      reports => reports,
    )
  const tasks = hosts.map(host => ({ ...taskForHost(host, catalog), verify }))
  if (!ifNeeded) return await run(tasks)
  const { onlyIfNeeded, taskItem } = await import('../../registry-login/if-needed.ts')
  return await onlyIfNeeded(
    {
      items: tasks.map(taskItem),
      origin: await originOfIdentity(identity, session),
      sink,
      logIn: items => run(items.map(({ task }) => task)),
    },
    effects,
  )
}
