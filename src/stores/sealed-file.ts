import { editFile } from '../auth/edit-file.ts'
import type { Secret } from '../auth/secret.ts'
import type { Needs } from '../effects/effects.ts'
import { emptyDocument, fits, readDocument, type SealedDocument, writeDocument } from './sealed-document.ts'
import { type KeyRecipe, keyFrom, usualCost } from './sealed-text.ts'
import { vaultFailure } from './vault.ts'

export interface EncryptedFile {
  /** Absolute path of the file. */
  readonly path: string
  /** Asked once, when the first text is opened or sealed; `isNew` when there is no file yet. */
  password(isNew: boolean): Promise<Secret>
}

/** A document with the key that fits it. */
interface Opened {
  readonly document: SealedDocument
  readonly key: Buffer
}

export interface SealedFile {
  /** @throws Failure when there is a file that is not such a document: it is refused, never replaced */
  read(): SealedDocument | undefined
  /** The document, or a new one. @throws Failure when the password is wrong */
  open(): Promise<Opened>
  /** Writes other entries. @throws as `open`, and when the file cannot be written */
  change(entries: (opened: Opened) => SealedDocument['entries']): Promise<void>
}

/** One encrypted document in a file; the password is asked for once and made into a key once per salt. */
export function sealedFile(
  { path, password }: EncryptedFile,
  effects: Needs<'files' | 'random' | 'clock'>,
): SealedFile {
  const { files, random } = effects
  let asked: Promise<Secret> | undefined
  let known: { readonly salt: string; readonly key: Buffer } | undefined

  const keyOf = async (kdf: KeyRecipe, isNew: boolean): Promise<Buffer> => {
    asked ??= password(isNew)
    if (known?.salt !== kdf.salt) known = { salt: kdf.salt, key: await keyFrom(await asked, kdf) }
    return known.key
  }
  const parse = (bytes: Uint8Array | undefined): SealedDocument | undefined =>
    bytes === undefined ? undefined : (readDocument(bytes) ?? notOurs(path))
  const read = (): SealedDocument | undefined => parse(files.read(path))
  const open = async (): Promise<Opened> => {
    const document = read()
    if (document === undefined) {
      const kdf = { ...usualCost, salt: Buffer.from(random.bytes(16)).toString('base64') }
      const key = await keyOf(kdf, true)
      return { key, document: emptyDocument(kdf, { key, iv: random.bytes(12) }) }
    }
    const key = await keyOf(document.kdf, false)
    return fits(document, key) ? { key, document } : wrongPassword(path)
  }
  const change: SealedFile['change'] = async entries => {
    const { key, document } = await open()
    let renewed = false
    const edit = (before: Uint8Array | undefined): Uint8Array | undefined => {
      const now = parse(before) ?? document
      renewed = !fits(now, key)
      return renewed ? before : writeDocument({ ...now, entries: entries({ key, document: now }) })
    }
    await editFile({ path, change: edit }, effects)
    // Somebody made the file anew, with another salt, while we were busy with the password.
    if (renewed) await change(entries)
  }
  return { read, open, change }
}

function notOurs(path: string): never {
  throw vaultFailure({
    place: path,
    trouble: 'locked',
    why: 'the file is not an encrypted store of this program, or it is damaged',
    next: `Move it away: mv ${path} ${path}.old`,
  })
}

function wrongPassword(path: string): never {
  throw vaultFailure({
    place: path,
    trouble: 'locked',
    why: 'the password is not the one it was made with',
    next: `Set ATMOS_KEYRING_PASSWORD to that password, or start anew: mv ${path} ${path}.old`,
  })
}
