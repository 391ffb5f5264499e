import { linkedIntegrations } from '../auth/linked.ts'
import type { Authenticated } from './authenticate.ts'
import type { RegistryReport } from './deliver.ts'
import { rootProvider } from './plan-facts.ts'
import { provision } from './provision.ts'
import type { Session } from './session.ts'

/** Runs the integrations of an identity that run by themselves (`auto_provision` is not false). */
export async function provisionLinked(
  request: { readonly authenticated: Authenticated; readonly expectedAccount?: string | undefined },
  session: Session,
): Promise<readonly RegistryReport[]> {
  const { plan } = request.authenticated
  const linked = linkedIntegrations(session.auth, { identity: plan.target, provider: rootProvider(plan) })
  const entries = linked.filter(
    entry => entry.autoProvision && session.catalog.integrations.some(isOf(entry)),
  )
  return entries.length === 0 ? [] : await provision({ ...request, entries }, session)
}

/** Integrations that only Cloud Posse's Atmos has (EKS, ACR, …) may stand beside ours and are left alone. */
function isOf(entry: { readonly kind: string }) {
  return ({ kind }: { readonly kind: string }) => kind === entry.kind
}
