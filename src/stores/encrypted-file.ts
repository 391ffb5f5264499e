import { Secret } from '../auth/secret.ts'
import type { Needs } from '../effects/effects.ts'
import { entryName, type SealedDocument } from './sealed-document.ts'
import { type EncryptedFile, sealedFile } from './sealed-file.ts'
import { seal, unseal } from './sealed-text.ts'
import { type Vault, vaultFailure } from './vault.ts'

/**
 * A vault in one encrypted file: scrypt makes a key of the password, AES-256-GCM seals each text under its
 * name. Names can be read without the password, texts cannot.
 */
export function encryptedFileVault(
  place: EncryptedFile,
  effects: Needs<'files' | 'random' | 'clock'>,
): Vault {
  const { path } = place
  const file = sealedFile(place, effects)
  const holds = (key: string): boolean => Object.hasOwn(file.read()?.entries ?? {}, key)
  return {
    place: path,
    get: async name => {
      if (!holds(name)) return undefined
      const { document, key } = await file.open()
      const text = unseal(document.entries[name] ?? '', { key, name: entryName(name) })
      return text === undefined ? damaged(path, name) : new Secret(text)
    },
    set: (name, text) =>
      file.change(({ document, key }) => ({
        ...document.entries,
        [name]: seal(text, effects.random.bytes(12), { key, name: entryName(name) }),
      })),
    remove: async name => {
      if (!holds(name)) return false
      await file.change(({ document }) => without(document.entries, name))
      return true
    },
    list: async () => Object.keys(file.read()?.entries ?? {}),
  }
}

function without(entries: SealedDocument['entries'], name: string): SealedDocument['entries'] {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name))
}

function damaged(path: string, name: string): never {
  throw vaultFailure({
    place: path,
    trouble: 'locked',
    why: `its entry ${name} was changed or damaged`,
    next: 'Sign in again, or run atmos auth user configure again, to replace it',
  })
}
