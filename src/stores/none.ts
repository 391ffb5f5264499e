import type { CredentialStore } from '../auth/store.ts'

/** The store that keeps nothing. */
export const noStore: CredentialStore = {
  load: async () => undefined,
  save: async () => undefined,
  remove: async () => false,
}
