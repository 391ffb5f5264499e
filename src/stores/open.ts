import type { KeyringSettings } from '../auth/auth-config.ts'
import type { Needs } from '../effects/effects.ts'
import type { Failure } from '../errors/failure.ts'
import { encryptedFileVault } from './encrypted-file.ts'
import { fallbackVault } from './fallback.ts'
import { keychainIsLikely, keychainVault } from './keychain.ts'
import { type Keyring, keyringOf } from './keyring.ts'
import { memoryVault } from './memory.ts'
import { noVault } from './none.ts'
import { storePassword } from './password.ts'
import { privateFileVault } from './private-file.ts'
import { meansAbsent, type Vault, vaultFailure } from './vault.ts'

/** Where credentials rest, by how long they live. */
export interface Vaults {
  /** For credentials that end by themselves. Never fails: what cannot be kept is fetched anew next time. */
  readonly sessions: Vault
  /** For keys that a person typed. Fails when they cannot be kept safely, or may be in a place that is locked. */
  readonly longLived: Vault
  /** What a person should be told about the places used so far, each once. Grows while the vaults are used. */
  readonly notes: readonly string[]
}

type Outside = Needs<'clock' | 'env' | 'files' | 'processes' | 'random' | 'terminal'>

/** Milliseconds for the keychain: with somebody at the terminal it may wait for that person to unlock it. */
const patience = { attended: 20_000, alone: 5_000 }

/** Chooses the vaults by the settings and the environment. Nothing is opened or asked yet. */
export function openVaults(settings: KeyringSettings, effects: Outside): Vaults {
  const notes: string[] = []
  const keyring = keyringOf(settings, effects)
  return { ...vaultsOf(keyring, notes, effects), notes }
}

function vaultsOf(keyring: Keyring, notes: string[], effects: Outside): Omit<Vaults, 'notes'> {
  if (keyring.type === 'none') return { sessions: forgiving([], notes), longLived: noVault }
  if (keyring.type === 'memory') {
    const vault = memoryVault()
    return { sessions: vault, longLived: vault }
  }
  const safe = safeVaults(keyring, effects)
  const plain = keyring.type === 'file' ? [] : [privateFileVault(keyring.sessionsPath(), effects)]
  const earlier = keyring.type === 'file' || keyring.hasPassword ? [] : madeEarlier(keyring, effects)
  return {
    sessions: forgiving(keyring.hasPassword ? safe : [...safe, ...plain], notes),
    longLived: strict([...safe, ...earlier], notes, keyring),
  }
}

/** Places that long-lived keys may go to. */
function safeVaults(keyring: Keyring, effects: Outside): readonly Vault[] {
  if (keyring.type === 'file') return [encrypted(keyring, effects)]
  const limitMs = effects.terminal.canAsk ? patience.attended : patience.alone
  return [
    ...(keychainIsLikely(effects) ? [keychainVault({ limitMs }, effects)] : []),
    ...(keyring.hasPassword ? [encrypted(keyring, effects)] : []),
  ]
}

/** The encrypted file of a shell that had its password: keys in it are not passed over because this one has none. */
function madeEarlier(keyring: Keyring, effects: Outside): readonly Vault[] {
  return effects.files.stat(keyring.encryptedPath()) === undefined ? [] : [encrypted(keyring, effects)]
}

function encrypted(keyring: Keyring, effects: Outside): Vault {
  const { variable } = keyring
  const path = keyring.encryptedPath()
  const password = (isNew: boolean) => storePassword({ variable, path, isNew }, effects)
  return encryptedFileVault({ path, password }, effects)
}

function forgiving(vaults: readonly Vault[], notes: string[]): Vault {
  return fallbackVault({ vaults, tell: failure => note(failure, notes) })
}

function strict(vaults: readonly Vault[], notes: string[], { variable }: Keyring): Vault {
  return fallbackVault({
    vaults,
    tell: failure => note(failure, notes),
    notKept: failure => {
      throw failure === undefined || meansAbsent(failure) ? nowhere(variable) : failure
    },
    notAsked: failure => {
      throw failure
    },
  })
}

function note({ message, next }: Failure, notes: string[]): void {
  const text = next === undefined ? message : `${message}. ${next}`
  if (!notes.includes(text)) notes.push(text)
}

function nowhere(variable: string): Failure {
  return vaultFailure({
    place: 'a safe place for long-lived keys',
    trouble: 'absent',
    why: 'there is no system keychain here, and they are never written unencrypted',
    next: `Keep them in an encrypted file: export ${variable}=… (at least 8 characters)`,
  })
}
