import type { IntegrationEntry } from '../../../auth/auth-config.ts'
import { linkedIntegrations } from '../../../auth/linked.ts'
import { findIntegration } from '../../../auth/lookup.ts'
import { fetchLogins } from '../../../auth/registry-logins.ts'
import type { RegistryHost } from '../../../docker/registry-host.ts'
import { Failure } from '../../../errors/failure.ts'
import type { LoginSink } from '../../../sinks/login-sink.ts'
import { authenticate, rootProvider } from '../../authenticate.ts'
import { chooseIdentity } from '../../choose-identity.ts'
import type { Context } from '../../context.ts'
import { deliver, type RegistryReport } from '../../deliver.ts'
import { mustBeInAccount } from '../../expected-account.ts'
import { originOf, provision } from '../../provision.ts'
import { openSession, type Session, tellNotes } from '../../session.ts'
import type { LoginMode } from './login-mode.ts'
import { taskForHost } from './task-for-host.ts'

export interface ConfiguredLogin {
  readonly mode: LoginMode
  readonly expectedAccount: string | undefined
  readonly sink: LoginSink
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
  if (mode.type === 'integration') return await runOne(findIntegration(parts.session.auth, mode.name), parts)
  const identity = await chooseIdentity(
    parts.session.auth,
    { named: mode.identity ?? '' },
    parts.session.effects,
  )
  return mode.type === 'linked'
    ? await runLinked(identity.name, parts)
    : await logInToHosts(mode.hosts, { ...parts, identity: identity.name })
}

/** One integration, with the identity it names. */
async function runOne(
  entry: IntegrationEntry,
  { session, ...wishes }: Parts,
): Promise<readonly RegistryReport[]> {
  const { via } = entry
  if (via === undefined || !('identity' in via)) throw withoutIdentity(entry)
  const authenticated = await authenticate(session, via.identity)
  return await provision({ entries: [entry], authenticated, ...wishes }, session)
}

/** Everything linked to an identity, also what does not run by itself. */
async function runLinked(
  identity: string,
  { session, ...wishes }: Parts,
): Promise<readonly RegistryReport[]> {
  const authenticated = await authenticate(session, identity)
  const provider = rootProvider(authenticated.plan)
  const entries = linkedIntegrations(session.auth, { identity, provider })
  if (entries.length === 0) throw nothingLinked(identity)
  return await provision({ entries, authenticated, ...wishes }, session)
}

/** Hosts named on the command line; no integration runs. */
async function logInToHosts(
  hosts: readonly RegistryHost[],
  { session, expectedAccount, sink, identity }: Parts & { readonly identity: string },
): Promise<readonly RegistryReport[]> {
  const authenticated = await authenticate(session, identity)
  const { credentials } = authenticated
  await mustBeInAccount(expectedAccount, credentials, session)
  const tasks = hosts.map(host => taskForHost(host, session.catalog))
  const fetched = await fetchLogins(tasks, credentials, session.effects)
  return await deliver(fetched, { origin: originOf(authenticated), sink }, session.effects)
}

function withoutIdentity({ name, via }: IntegrationEntry): Failure {
  const provider = via !== undefined && 'provider' in via ? via.provider : undefined
  return new Failure({
    code: 'config-invalid',
    what: `Integration ${name} does not say whose credentials it uses`,
    why:
      provider === undefined
        ? 'it has no "via"'
        : `it is bound to the provider ${provider}, and several identities may start there`,
    next:
      provider === undefined
        ? `Add "via: { identity: NAME }" to auth.integrations.${name}`
        : 'Run it for an identity: atmos aws ecr login --identity NAME',
  })
}

function nothingLinked(identity: string): Failure {
  return new Failure({
    code: 'integration-not-found',
    what: `No integration is linked to the identity ${identity}`,
    next: `For ECR Public without one: atmos aws ecr login --public --identity ${identity}`,
  })
}
