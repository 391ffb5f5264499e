import type { Credentials } from '../../auth/credentials.ts'
import type { Discovery } from '../../auth/discovered.ts'
import { keepDiscovered } from '../../auth/keep-discovered.ts'
import { isRecord } from '../../auth/parse-json.ts'
import type { Plan } from '../../auth/plan.ts'
import type { Session } from '../session.ts'

/**
 * Asks a signed-in provider whom its credentials may become, and keeps the answer as configuration.
 * @returns `undefined` when the provider is not set to (`auto_provision_identities`), or cannot tell
 */
export async function discoverIdentities(
  plan: Plan,
  credentials: Credentials,
  { catalog, effects }: Session,
): Promise<Discovery | undefined> {
  const step = plan.steps[0]
  const kind = catalog.providers.find(candidate => candidate.kind === step?.kind)
  const isWanted = isRecord(step?.spec) && step.spec.auto_provision_identities === true
  if (step === undefined || kind?.discover === undefined || !isWanted) return undefined
  const discovery = await kind.discover({ name: step.name, spec: step.spec, base: credentials }, effects)
  await keepDiscovered({ provider: step.name, identities: discovery.identities }, effects)
  return discovery
}
