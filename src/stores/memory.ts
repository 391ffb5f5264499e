import type { Secret } from '../auth/secret.ts'
import type { Vault } from './vault.ts'

/** The vault that lives as long as the process. */
export function memoryVault(): Vault {
  const texts = new Map<string, Secret>()
  return {
    place: 'the memory of this process',
    get: async key => texts.get(key),
    set: async (key, text) => {
      texts.set(key, text)
    },
    remove: async key => texts.delete(key),
    list: async () => [...texts.keys()],
  }
}
