import type { AuthConfig } from '../auth/auth-config.ts'
import { chainOf, type Link, providerLink } from '../auth/chain.ts'
import type { Credentials } from '../auth/credentials.ts'
import type { Catalog } from '../auth/kind.ts'
import { findProvider } from '../auth/lookup.ts'
import { mustBeHeeded, type Once, withOnce } from '../auth/once.ts'
import { type Plan, planIdentity, planProvider } from '../auth/plan.ts'
import { type ResolveParts, resolve } from '../auth/resolve.ts'
import type { CredentialStore } from '../auth/store.ts'
import { loadConfig } from '../config/load-config.ts'
import { settle } from '../config/settle.ts'
import { promoted } from '../config/variables.ts'
import type { Effects } from '../effects/effects.ts'
import { vaultStore } from '../stores/credential-store.ts'
import { openVaults, type Vaults } from '../stores/open.ts'
import type { Context } from './context.ts'
import { withDeadline } from './deadline.ts'
import { withKeptKeys } from './identity/kept-keys.ts'

/** What a command works with once the configuration is read. */
export interface Session {
  readonly auth: AuthConfig
  readonly catalog: Catalog
  readonly vaults: Vaults
  readonly store: CredentialStore
  /** With the command's deadline. */
  readonly effects: Effects
  /** What a person should be told about the ledger, each once. Grows while it is written. */
  readonly ledgerNotes: Set<string>
  /** Names of profiles that nobody asked for and that have this identity, or any; where a person may be told. */
  profilesWith?(identity: string | undefined): Promise<readonly string[]>
}

/** Reads the configuration and opens the stores it asks for. @throws Failure when it cannot be read */
export async function openSession(context: Context): Promise<Session> {
  const { settings } = context
  const effects = withDeadline(context.effects, settings)
  const catalog = await context.catalog()
  const { configFiles, configFolders, basePath, profiles } = settings
  const options = { configFiles, configFolders, basePath, profiles }
  const session = sessionOf(await loadConfig(options, catalog, effects), { catalog, effects })
  return {
    ...session,
    profilesWith: async identity => {
      const { otherProfilesWith } = await import('../config/other-profiles.ts')
      return await otherProfilesWith(identity, { options, catalog }, effects)
    },
  }
}

/** Opens the stores that a configuration asks for. */
export function sessionOf(auth: AuthConfig, parts: Pick<Session, 'catalog' | 'effects'>): Session {
  // Settings in the top-level `env:` count from here on, as in Atmos.
  const effects = { ...parts.effects, env: promoted(parts.effects.env, auth.env) }
  const vaults = openVaults(auth.keyring, effects)
  return {
    ...parts,
    auth,
    vaults,
    store: vaultStore(vaults.sessions, effects),
    effects,
    ledgerNotes: new Set(),
  }
}

/** The plan of an identity, with everything filled in that programs (`!exec`) and the keyring have to say. */
export async function settledPlan(session: Session, identity: string, once: Once = {}): Promise<Plan> {
  const { catalog } = session
  const chain = chainOf(session.auth, catalog, identity)
  mustBeHeeded(once, chain)
  const settled = await settledAuth(session, namesOf(chain))
  return withOnce(planIdentity(settled, catalog, identity), once)
}

/** The same for a provider alone. */
export async function settledProviderPlan(
  session: Session,
  provider: string,
  once: Once = {},
): Promise<Plan> {
  const { catalog } = session
  const chain = [providerLink(findProvider(session.auth, provider), catalog)]
  mustBeHeeded(once, chain)
  const settled = await settledAuth(session, namesOf(chain))
  return withOnce(planProvider(settled, catalog, provider), once)
}

/** The plan of an identity with what programs (`!exec`) have to say; the keyring is not asked. */
export async function configuredPlan({ auth, catalog, effects }: Session, identity: string): Promise<Plan> {
  const names = namesOf(chainOf(auth, catalog, identity))
  return planIdentity(await settle(auth, names, effects), catalog, identity)
}

/** Walks a plan to its credentials. */
export async function walkPlan(
  plan: Plan,
  { effects, ...parts }: Pick<Session, 'effects'> & ResolveParts,
): Promise<Credentials> {
  return await resolve(plan, parts, effects)
}

/** Says, at the end of a command, what there is to know about the places where credentials rest, and the ledger. */
export function tellNotes({ voice }: Context, { vaults, ledgerNotes }: Session): void {
  for (const note of [...vaults.notes, ...ledgerNotes]) voice.warn(note)
}

const namesOf = (chain: readonly Link[]) => chain.map(({ entry }) => entry.name)

async function settledAuth(session: Session, names: readonly string[]): Promise<AuthConfig> {
  const settled = await settle(session.auth, names, session.effects)
  return await withKeptKeys(settled, names, session.vaults.longLived)
}
