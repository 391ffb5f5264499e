import type { AuthConfig, IntegrationEntry } from '../../../auth/auth-config.ts'
import { chainOf } from '../../../auth/chain.ts'
import { identityOf } from '../../../auth/integration-identity.ts'
import { linkedIntegrations } from '../../../auth/linked-integrations.ts'
import { findIntegration } from '../../../auth/lookup.ts'
import { fetchLogins, type LoginTask } from '../../../auth/registry-logins.ts'
import { parseRegistryHost, type RegistryHost } from '../../../docker/registry-host.ts'
import { Failure } from '../../../errors/failure.ts'
import type { LoginSink } from '../../../sinks/login-sink.ts'
import { authenticate } from '../../authenticate.ts'
import { chooseIdentity } from '../../choose-identity.ts'
import type { Context } from '../../context.ts'
import { deliver, type RegistryReport } from '../../deliver.ts'
import { onceMore, storedOf } from '../../once-more.ts'
import { originOf, provision } from '../../provision.ts'
import { openSession, type Session, tellNotes } from '../../session.ts'
import type { LoginMode } from './login-mode.ts'
import { taskForHost } from './task-for-host.ts'

export interface ConfiguredLogin {
  readonly mode: LoginMode
  readonly expectedAccount: string | undefined
  readonly sink: LoginSink
  readonly ifNeeded: boolean
  readonly verify: boolean
}

/**
 * The modes of `aws ecr login` that read the configuration. `ATMOS_IDENTITY` and the default identity do not
 * count here: what is logged in to is said on the command line.
 */
export async function configuredLogin(
  context: Context,
  { mode, ...wishes }: ConfiguredLogin,
): Promise<readonly RegistryReport[]> {
  const session = await openSession(context)
  const reports = await carryOut(mode, { session, ...wishes })
  tellNotes(context, session)
  return reports
}

interface Parts extends Omit<ConfiguredLogin, 'mode'> {
  readonly session: Session
}

async function carryOut(mode: LoginMode, parts: Parts): Promise<readonly RegistryReport[]> {
  if (mode.type === 'integration')
    return await runOne(integrationCalled(mode.name, parts.session.auth), parts)
  const identity = await chooseIdentity({ named: mode.identity ?? '' }, parts.session)
  return mode.type === 'linked'
    ? await runLinked(identity.name, parts)
    : await logInToHosts(mode.hosts, { ...parts, identity: identity.name })
}

/** @throws Failure `integration-not-found`; `usage` for a registry, which `docker login` takes in that place */
function integrationCalled(name: string, auth: AuthConfig): IntegrationEntry {
  try {
    return findIntegration(auth, name)
  } catch (thrown) {
    const registry = parseRegistryHost(name)
    if (registry === undefined) throw thrown
    throw new Failure({
      code: 'usage',
      what: `${registry.host} is a registry, and no integration is called so`,
      next: `atmos aws ecr login --registry ${registry.host}`,
      cause: thrown,
    })
  }
}

/** One integration, with the identity that it says. */
async function runOne(entry: IntegrationEntry, parts: Parts): Promise<readonly RegistryReport[]> {
  const { auth, catalog } = parts.session
  return await runEntries([entry], { ...parts, identity: identityOf(entry, auth, catalog) })
}

/** Everything linked to an identity, also what does not run by itself. */
async function runLinked(identity: string, parts: Parts): Promise<readonly RegistryReport[]> {
  const { auth, catalog } = parts.session
  const [first] = chainOf(auth, catalog, identity)
  const provider = first?.role === 'provider' ? first.entry.name : undefined
  const entries = linkedIntegrations(auth, { identity, provider })
  if (entries.length === 0) throw nothingLinked(identity)
  return await runEntries(entries, { ...parts, identity })
}

/** Nobody becomes the identity where every login is still good. */
async function runEntries(
  entries: readonly IntegrationEntry[],
  { session, identity, ifNeeded, ...wishes }: Parts & { readonly identity: string },
): Promise<readonly RegistryReport[]> {
  const run = (chosen: readonly IntegrationEntry[]) =>
    onceMore(
      storedOf(identity, session),
      async () => {
        const expectedAccounts = [wishes.expectedAccount, commonAccount(chosen)]
        const authenticated = await authenticate({ identity, expectedAccounts }, session)
        return await provision({ entries: chosen, authenticated, ...wishes }, session)
      },
      reports => reports,
    )
  if (!ifNeeded) return await run(entries)
  const { entryItems, originOfIdentity } = await import('./entry-items.ts')
  const { onlyIfNeeded } = await import('./if-needed.ts')
  return await onlyIfNeeded(
    {
      items: await entryItems(entries, session),
      origin: await originOfIdentity(identity, session),
      sink: wishes.sink,
      logIn: items => run(items.map(({ entry }) => entry)),
    },
    session.effects,
  )
}

/** The account that all of them expect: in any other, nobody needs to be become. */
function commonAccount([first, ...rest]: readonly IntegrationEntry[]): string | undefined {
  const account = first?.expectedAccount
  return rest.every(({ expectedAccount }) => expectedAccount === account) ? account : undefined
}

/** Hosts named on the command line; no integration runs. */
async function logInToHosts(
  hosts: readonly RegistryHost[],
  { session, expectedAccount, sink, ifNeeded, verify, identity }: Parts & { readonly identity: string },
): Promise<readonly RegistryReport[]> {
  const { catalog, effects } = session
  const run = (tasks: readonly LoginTask[]) =>
    onceMore(
      storedOf(identity, session),
      async () => {
        const becoming = { identity, expectedAccounts: [expectedAccount] }
        const { plan, credentials } = await authenticate(becoming, session)
        const fetched = await fetchLogins(tasks, credentials, effects)
        const destination = { origin: originOf(plan, session), sink, ledgerNotes: session.ledgerNotes }
        return await deliver(fetched, destination, effects)
      },
      reports => reports,
    )
  const tasks = hosts.map(host => ({ ...taskForHost(host, catalog), verify }))
  if (!ifNeeded) return await run(tasks)
  const { originOfIdentity } = await import('./entry-items.ts')
  const { onlyIfNeeded, taskItem } = await import('./if-needed.ts')
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

function nothingLinked(identity: string): Failure {
  return new Failure({
    code: 'integration-not-found',
    what: `No integration is linked to the identity ${identity}`,
    next: `For ECR Public without one: atmos aws ecr login --public --identity ${identity}`,
  })
}
