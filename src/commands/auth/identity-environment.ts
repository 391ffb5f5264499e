import { dirname } from 'node:path'
import type { IdentityEntry } from '../../auth/auth-config.ts'
import { integrationKind } from '../../auth/integration-kind.ts'
import { linkedIntegrations } from '../../auth/linked-integrations.ts'
import { findIdentity } from '../../auth/lookup.ts'
import { mistakesOf } from '../../auth/mistakes.ts'
import type { Plan } from '../../auth/plan.ts'
import { settle } from '../../config/settle.ts'
import { dockerConfigPath } from '../../sinks/docker/location.ts'
import { identityVariables, type Variables } from '../../sinks/environment.ts'
import { placeOf } from '../identity/identity-place.ts'
import { regionOf, rootProvider } from '../identity/plan-facts.ts'
import type { Session } from '../session.ts'

/** What an identity means for the environment of other programs. */
export interface IdentityEnvironment {
  readonly variables: Variables
  /** Sentences for a person: parts of the configuration that had to be left out. */
  readonly notes: readonly string[]
}

/** Works out the variables of an identity; the files that they point to may not exist yet. */
export async function identityEnvironment(plan: Plan, session: Session): Promise<IdentityEnvironment> {
  const linked = linkedTo(plan, session)
  const variables = identityVariables({
    place: placeOf(plan, session),
    region: regionOf(plan),
    entries: await entriesOf(plan.target, session),
    dockerConfig: linked.count === 0 ? undefined : dirname(dockerConfigPath(undefined, session.effects)),
  })
  return { variables, notes: linked.notes }
}

/** The identity's own variables; a program runs once more only where one of these waits for it. */
async function entriesOf(identity: string, { auth, effects }: Session): Promise<IdentityEntry['env']> {
  const entry = findIdentity(auth, identity)
  if (!entry.pending.some(path => path.startsWith('env'))) return entry.env
  return findIdentity(await settle(auth, [entry.name], effects), identity).env
}

/** How many registry logins belong to it; one with a mistake does not count, and is not passed over in silence. */
function linkedTo(plan: Plan, { auth, catalog }: Session) {
  const entries = linkedIntegrations(auth, { identity: plan.target, provider: rootProvider(plan) }).filter(
    entry => integrationKind(entry, catalog) !== undefined,
  )
  const broken = entries.filter(entry => mistakesOf(entry).length > 0)
  return {
    count: entries.length - broken.length,
    notes: broken.map(
      ({ name }) => `The integration ${name} has a mistake and is left out; see atmos auth validate`,
    ),
  }
}
