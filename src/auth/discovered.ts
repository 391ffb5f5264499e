import type { Needs } from '../effects/effects.ts'
import type { Failure } from '../errors/failure.ts'
import { foldersOf, pathsOf } from './folders.ts'

/** An identity that a provider offers: one role in one account. */
export interface DiscoveredIdentity {
  /** `<account name>/<role>`; the account's id instead of its name where two accounts share one. */
  readonly name: string
  readonly kind: string
  readonly role: string
  readonly account: { readonly id: string; readonly name: string }
}

export interface Discovery {
  readonly identities: readonly DiscoveredIdentity[]
  /** Accounts whose roles could not be listed, with the reason. */
  readonly skipped: readonly { readonly account: string; readonly failure: Failure }[]
}

const fileName = 'provisioned-identities.yaml'

/**
 * Where the identities of a provider are kept between runs: the place and the shape Atmos uses, so that either
 * program reads what the other found. The file is configuration: whoever has loaded it needs nothing else.
 */
export function discoveredFile(provider: string, effects: Needs<'env'>): string {
  const { join } = pathsOf(effects.env)
  return join(foldersOf(effects).cache(), 'auth', folderName(provider), fileName)
}

/** Whether a file is one of those by its name. */
export function isDiscoveredFile(file: string): boolean {
  return file.endsWith(`/${fileName}`) || file.endsWith(`\\${fileName}`)
}

/** A provider's name as one folder, different names staying different: what could leave the folder is encoded. */
function folderName(provider: string): string {
  const plain = provider.toLowerCase().replace(/[^a-z0-9._-]/gu, percented)
  return /^\.*$/.test(plain) ? plain.replaceAll('.', '%2E') : plain
}

function percented(character: string): string {
  return [...Buffer.from(character)]
    .map(byte => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
    .join('')
}
