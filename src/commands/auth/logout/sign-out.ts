import { discoveredFile } from '../../../auth/discovered.ts'
import { editFile } from '../../../auth/edit-file.ts'
import { planIdentity, planProvider } from '../../../auth/plan.ts'
import { settle } from '../../../config/settle.ts'
import type { Failure } from '../../../errors/failure.ts'
import { toFailure } from '../../../errors/to-failure.ts'
import { removeLongLivedKeys } from '../../../stores/long-lived-keys.ts'
import { keyOwner } from '../../identity/kept-keys.ts'
import type { Session } from '../../session.ts'
import type { Outcome } from './remove-entries.ts'
import type { Traces } from './traces.ts'

/** Names of the identities whose keys a keyring may keep. */
export function keyHolders(identities: readonly string[], { auth }: Session): readonly string[] {
  return auth.identities
    .filter(({ name, kind }) => kind === 'aws/user' && identities.includes(name))
    .map(({ name }) => name)
}

/** Names of the providers that keep somebody signed in outside our stores. */
export function canSignOut(providers: readonly string[], { auth, catalog }: Session): readonly string[] {
  return providers.filter(name => kindOf(name, auth.providers, catalog.providers)?.signOut !== undefined)
}

/** Ends what rests outside the ledger: stored credentials, sessions of portals, kept keys. */
export async function signOut(
  traces: Traces,
  { withKeys }: { readonly withKeys: boolean },
  session: Session,
): Promise<Outcome> {
  const gone: string[] = []
  const failures: Failure[] = []
  const attempt = async (what: string, act: () => Promise<boolean>) => {
    try {
      if (await act()) gone.push(what)
    } catch (thrown) {
      failures.push(toFailure(thrown).during(`Could not remove ${what}`))
    }
  }
  for (const recipe of traces.recipes) {
    await attempt('stored credentials', () => session.store.remove(recipe))
  }
  for (const name of traces.identities) {
    await attempt(`the session of ${name}`, () => leaveIdentity(name, session))
  }
  for (const name of traces.providers) {
    await attempt(`the session of the provider ${name}`, () => leaveProvider(name, session))
    const path = discoveredFile(name, session.effects)
    await attempt(`the identities that ${name} offers`, () =>
      editFile({ path, change: () => undefined }, session.effects),
    )
  }
  for (const name of withKeys ? keyHolders(traces.identities, session) : []) {
    const owner = keyOwner(session.auth, name)
    await attempt(`the keys of ${name}`, () => removeLongLivedKeys(session.vaults.longLived, owner))
  }
  return { gone, leftAlone: [], failures }
}

async function leaveIdentity(name: string, session: Session): Promise<boolean> {
  const kind = kindOf(name, session.auth.identities, session.catalog.identities)
  if (kind?.signOut === undefined) return false
  const auth = await settle(session.auth, [name], session.effects)
  const { realm, steps } = planIdentity(auth, session.catalog, name)
  return await kind.signOut({ name, spec: steps.at(-1)?.spec, base: undefined, realm }, session.effects)
}

async function leaveProvider(name: string, session: Session): Promise<boolean> {
  const kind = kindOf(name, session.auth.providers, session.catalog.providers)
  if (kind?.signOut === undefined) return false
  const auth = await settle(session.auth, [name], session.effects)
  const { realm, steps } = planProvider(auth, session.catalog, name)
  return await kind.signOut({ name, spec: steps[0]?.spec, base: undefined, realm }, session.effects)
}

function kindOf<K extends { readonly kind: string }>(
  name: string,
  entries: readonly { readonly name: string; readonly kind: string }[],
  kinds: readonly K[],
): K | undefined {
  const entry = entries.find(candidate => candidate.name === name)
  return kinds.find(({ kind }) => kind === entry?.kind)
}
