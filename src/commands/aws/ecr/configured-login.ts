import type { AuthConfig, IntegrationEntry } from '../../../auth/auth-config.ts'
import { chainOf, rootOf } from '../../../auth/chain.ts'
import { identityOf } from '../../../auth/integration-identity.ts'
import { linkedIntegrations } from '../../../auth/linked-integrations.ts'
import { findIntegration } from '../../../auth/lookup.ts'
import { parseRegistryHost } from '../../../docker/registry-host.ts'
import { Failure } from '../../../errors/failure.ts'
import type { Context } from '../../context.ts'
import { chooseIdentity } from '../../identity/choose-identity.ts'
import type { RegistryReport } from '../../registry-login/deliver.ts'
import { openSession, type Session, tellNotes } from '../../session.ts'
import { logInByEntries } from './log-in-by-entries.ts'
import { logInToHosts } from './log-in-to-hosts.ts'
import type { LoginMode } from './login-mode.ts'
import type { LoginWishes } from './login-wishes.ts'

/**
 * The modes of `aws ecr login` that read the configuration. `ATMOS_IDENTITY` and the default identity do not
 * count here: what is logged in to is said on the command line.
 */
export async function configuredLogin(
  context: Context,
  mode: LoginMode,
  wishes: LoginWishes,
): Promise<readonly RegistryReport[]> {
  const session = await openSession(context)
  const reports = await carryOut(mode, wishes, session)
  tellNotes(context, session)
  return reports
}

async function carryOut(
  mode: LoginMode,
  wishes: LoginWishes,
  session: Session,
): Promise<readonly RegistryReport[]> {
  const { auth, catalog } = session
  if (mode.type === 'integration') {
    const entry = integrationCalled(mode.name, auth)
    const identity = identityOf(entry, auth, catalog)
    return await logInByEntries({ entries: [entry], identity, ...wishes }, session)
  }
  const identity = (await chooseIdentity({ named: mode.identity ?? '' }, session)).name
  return mode.type === 'linked'
    ? await logInByEntries({ entries: linkedTo(identity, session), identity, ...wishes }, session)
    : await logInToHosts({ hosts: mode.hosts, identity, ...wishes }, session)
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

/** Everything linked to an identity, also what does not run by itself. @throws Failure where nothing is */
function linkedTo(identity: string, { auth, catalog }: Session): readonly IntegrationEntry[] {
  const provider = rootOf(chainOf(auth, catalog, identity))
  const entries = linkedIntegrations(auth, { identity, provider })
  if (entries.length > 0) return entries
  throw new Failure({
    code: 'integration-not-found',
    what: `No integration is linked to the identity ${identity}`,
    next: `For ECR Public without one: atmos aws ecr login --public --identity ${identity}`,
  })
}
