import { integrationKind } from '../../auth/integration-kind.ts'
import { linkedIntegrations } from '../../auth/linked-integrations.ts'
import type { Authenticated } from '../identity/authenticate.ts'
import { rootProvider } from '../identity/plan-facts.ts'
import type { Session } from '../session.ts'
import type { RegistryReport } from './deliver.ts'
import { originOf } from './login-origin.ts'
import { provision } from './provision.ts'
import { dockerSink } from './sink.ts'

interface Linked {
  readonly authenticated: Authenticated
  readonly expectedAccount?: string | undefined
  /** Passes over those whose logins by the same identity are good enough and still there. */
  readonly ifNeeded?: boolean
}

/** Runs the integrations of an identity that run by themselves (`auto_provision` is not false). */
export async function provisionLinked(
  { ifNeeded = false, ...request }: Linked,
  session: Session,
): Promise<readonly RegistryReport[]> {
  const { plan } = request.authenticated
  const linked = linkedIntegrations(session.auth, { identity: plan.target, provider: rootProvider(plan) })
  const entries = linked.filter(
    entry => entry.autoProvision && integrationKind(entry, session.catalog) !== undefined,
  )
  if (entries.length === 0) return []
  if (!ifNeeded) return await provision({ ...request, entries }, session)
  const { entryItems } = await import('./entry-items.ts')
  const { onlyIfNeeded } = await import('./if-needed.ts')
  return await onlyIfNeeded(
    {
      items: await entryItems(entries, session),
      origin: originOf(plan, session),
      sink: dockerSink,
      logIn: items => provision({ ...request, entries: items.map(({ entry }) => entry) }, session),
    },
    session.effects,
  )
}
