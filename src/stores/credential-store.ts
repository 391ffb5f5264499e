import type { CredentialStore } from '../auth/store.ts'
import type { Needs } from '../effects/effects.ts'
import { credentialsOf, textOf } from './credential-text.ts'
import type { Vault } from './vault.ts'

/** Keeps our entries apart from Atmos's, which begin with `atmos_`. */
const prefix = 'atmos-auth:session:'

/**
 * Credentials in a vault, filed by recipe. What cannot be read, or was written by somebody else, is as good
 * as absent. Where the vault can tell what it holds, saving sweeps out what has expired: a recipe that nobody
 * uses any more would stay for ever.
 */
export function vaultStore(vault: Vault, { clock }: Needs<'clock'>): CredentialStore {
  const load: CredentialStore['load'] = async recipe => {
    const text = await vault.get(prefix + recipe)
    return text && credentialsOf(text)
  }
  const recipes: CredentialStore['recipes'] = async () =>
    ((await vault.list?.()) ?? []).flatMap(key => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))
  const remove: CredentialStore['remove'] = recipe => vault.remove(prefix + recipe)
  const sweep = async (): Promise<void> => {
    for (const recipe of await recipes()) {
      const expiresAt = (await load(recipe))?.credentials.expiresAt
      if (expiresAt !== undefined && expiresAt <= clock.now()) await remove(recipe)
    }
  }
  return {
    load,
    save: async (recipe, stored) => {
      const text = textOf(stored)
      if (text === undefined) return
      await sweep()
      await vault.set(prefix + recipe, text)
    },
    remove,
    recipes,
  }
}
