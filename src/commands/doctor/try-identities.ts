import type { AuthConfig, IntegrationEntry } from '../../auth/auth-config.ts'
import { identityOf } from '../../auth/integration-identity.ts'
import { hostsServed, integrationKind } from '../../auth/integration-kind.ts'
import type { Catalog } from '../../auth/kind.ts'
import { loginTask } from '../../auth/login-task.ts'
import { mistakesOf } from '../../auth/mistakes.ts'
import { fetchLogins, type LoginResult } from '../../auth/registry-logins.ts'
import { settle } from '../../config/settle.ts'
import { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { type Session, settledPlan, walkPlan } from '../session.ts'
import type { TokenTrial } from './aws-facts.ts'

/**
 * Asks for the tokens of every integration that says whose credentials it uses and has no mistakes: each with
 * that identity, all side by side.
 */
export async function tryIdentities(session: Session): Promise<readonly TokenTrial[]> {
  const { auth, catalog } = session
  const byIdentity = new Map<string, IntegrationEntry[]>()
  for (const entry of auth.integrations) {
    const isWhole = mistakesOf(entry).length === 0
    const isOurs = integrationKind(entry, catalog) !== undefined
    const identity = isWhole && isOurs ? whoseLogin(entry, auth, catalog) : undefined
    if (identity !== undefined) byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), entry])
  }
  const trials = [...byIdentity].map(([identity, entries]) => tryIdentity(identity, entries, session))
  return (await Promise.all(trials)).flat()
}

/** The identity of an integration; `undefined` where it does not say one. */
function whoseLogin(entry: IntegrationEntry, auth: AuthConfig, catalog: Catalog): string | undefined {
  try {
    return identityOf(entry, auth, catalog)
  } catch {
    return undefined
  }
}

async function tryIdentity(
  identity: string,
  entries: readonly IntegrationEntry[],
  session: Session,
): Promise<readonly TokenTrial[]> {
  try {
    const credentials = await walkPlan(await settledPlan(session, identity), session)
    const names = entries.map(entry => entry.name)
    const { integrations } = await settle(session.auth, names, session.effects)
    const settled = integrations.filter(entry => names.includes(entry.name))
    const tasks = settled.map(entry => loginTask(entry, { catalog: session.catalog, credentials }))
    return (await fetchLogins(tasks, credentials, session.effects)).map(result => trialOf(result, identity))
  } catch (thrown) {
    const hosts = entries.flatMap(entry => hostsServed(entry, session.catalog))
    return [{ hosts, identity, isPublic: hosts.includes('public.ecr.aws'), outcome: toFailure(thrown) }]
  }
}

function trialOf({ registry, outcome }: LoginResult, identity: string): TokenTrial {
  const shown = outcome instanceof Failure && outcome.cause instanceof Failure ? outcome.cause : outcome
  return { hosts: [registry], identity, isPublic: registry === 'public.ecr.aws', outcome: shown }
}
