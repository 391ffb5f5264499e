import { type Vault, vaultFailure } from './vault.ts'

/** The vault of `auth.keyring.type: none`: always empty, and it says so to who wants to keep something. */
export const noVault: Vault = {
  place: 'the store "none"',
  get: async () => undefined,
  set: async () => {
    throw vaultFailure({
      place: noVault.place,
      trouble: 'absent',
      why: 'the configuration or ATMOS_KEYRING_TYPE says that nothing is kept here',
      next: 'Choose a store: export ATMOS_KEYRING_TYPE=system',
    })
  },
  remove: async () => false,
  list: async () => [],
}
