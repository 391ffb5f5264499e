import { isRecord, parseJson } from '../auth/parse-json.ts'
import { Secret } from '../auth/secret.ts'
import { type KeyRecipe, seal, unseal } from './sealed-text.ts'

/** The content of an encrypted store. Names are readable, texts are not. */
export interface SealedDocument {
  readonly version: 1
  readonly kdf: KeyRecipe
  /** A known text, sealed: tells a wrong password from a damaged entry. */
  readonly check: string
  readonly entries: Readonly<Record<string, string>>
}

const checkName = 'atmos-auth check'
const checkText = 'the password is right'

interface Fresh {
  readonly key: Buffer
  /** 12 random bytes. */
  readonly iv: Uint8Array
}

/** An empty document of this key. */
export function emptyDocument(kdf: KeyRecipe, { key, iv }: Fresh): SealedDocument {
  return {
    version: 1,
    kdf,
    check: seal(new Secret(checkText), iv, { key, name: checkName }),
    entries: {},
  }
}

/** Whether this is the key that the document was made with. */
export function fits(document: SealedDocument, key: Buffer): boolean {
  return unseal(document.check, { key, name: checkName }) === checkText
}

/** The name a text is bound to, so that the check can never be taken for an entry. */
export function entryName(key: string): string {
  return `atmos-auth entry ${key}`
}

/** @returns `undefined` when the bytes are not such a document */
export function readDocument(bytes: Uint8Array): SealedDocument | undefined {
  const value = parseJson(Buffer.from(bytes).toString('utf8'))
  if (!isRecord(value) || value.version !== 1 || typeof value.check !== 'string') return undefined
  const { kdf, entries } = value
  if (!isRecord(entries) || !Object.values(entries).every(entry => typeof entry === 'string'))
    return undefined
  if (!isRecord(kdf) || kdf.name !== 'scrypt' || typeof kdf.salt !== 'string') return undefined
  // A cost from a stranger's file must not eat the machine's memory.
  if (!isCost(kdf.N, 2 ** 20) || !isCost(kdf.r, 64) || !isCost(kdf.p, 64)) return undefined
  return value as unknown as SealedDocument
}

function isCost(value: unknown, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most
}

export function writeDocument(document: SealedDocument): Uint8Array {
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`)
}
