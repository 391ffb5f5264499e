import { editFile } from '../auth/edit-file.ts'
import { isRecord, parseJson } from '../auth/parse-json.ts'
import { Secret } from '../auth/secret.ts'
import type { Needs } from '../effects/effects.ts'
import type { Vault } from './vault.ts'

type Texts = Readonly<Record<string, string>>

/**
 * A vault in one plain file that only its owner may read: as safe as the AWS CLI's own caches, hence for
 * sessions that end by themselves, never for long-lived keys. A file that cannot be understood counts as
 * empty, for what it holds can be had again.
 */
export function privateFileVault(path: string, effects: Needs<'files' | 'clock'>): Vault {
  const read = (): Texts => textsOf(effects.files.read(path))
  const write = (change: (texts: Texts) => Texts): Promise<boolean> =>
    editFile({ path, change: before => bytesOf(change(textsOf(before))) }, effects)
  return {
    place: path,
    get: async key => {
      const texts = read()
      return Object.hasOwn(texts, key) ? new Secret(texts[key] ?? '') : undefined
    },
    set: async (key, text) => {
      await write(texts => ({ ...texts, [key]: text.expose() }))
    },
    remove: key => write(texts => without(texts, key)),
    list: async () => Object.keys(read()),
  }
}

function textsOf(bytes: Uint8Array | undefined): Texts {
  const document = bytes === undefined ? undefined : parseJson(Buffer.from(bytes).toString('utf8'))
  if (!isRecord(document) || document.version !== 1 || !isRecord(document.entries)) return {}
  const entries = Object.entries(document.entries)
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** The file without an entry in it is no file. */
function bytesOf(entries: Texts): Uint8Array | undefined {
  if (Object.keys(entries).length === 0) return undefined
  return Buffer.from(`${JSON.stringify({ version: 1, entries }, undefined, 2)}\n`)
}

function without(texts: Texts, key: string): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => name !== key))
}
