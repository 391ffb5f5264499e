import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { isRecord, isText, parseJson } from '../auth/parse-json.ts'
import { Secret } from '../auth/secret.ts'
import type { Vault } from './vault.ts'

/** The keys of an `aws/user`, as a person typed them. */
export interface LongLivedKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  /** ARN of the user's MFA device. */
  readonly mfaArn?: string
  /** How long sessions shall live, as spelled: `12h`. */
  readonly sessionDuration?: string
  readonly region?: string
}

/** Whose keys they are. */
export interface KeyOwner {
  /** Name of the identity. */
  readonly name: string
  readonly realm: string | undefined
  /** Folder of the configuration: Atmos makes a realm of it where none is set. */
  readonly configFolder: string | undefined
}

/**
 * The keys of an identity, in the form and under the names that Atmos uses: either program finds what the
 * other stored. @throws Failure when a place that may hold them cannot be asked
 */
export async function readLongLivedKeys(vault: Vault, owner: KeyOwner): Promise<LongLivedKeys | undefined> {
  for (const key of keysOf(owner)) {
    const text = await vault.get(key)
    const keys = text && keysFrom(text, owner)
    if (keys !== undefined) return keys
  }
  return undefined
}

/** @throws Failure when no safe place can keep them */
export async function writeLongLivedKeys(vault: Vault, owner: KeyOwner, keys: LongLivedKeys): Promise<void> {
  const text = textFor(owner, keys)
  for (const key of keysOf(owner)) await vault.set(key, text)
}

/** @returns whether there were any */
export async function removeLongLivedKeys(vault: Vault, owner: KeyOwner): Promise<boolean> {
  const removed: boolean[] = []
  for (const key of keysOf(owner)) removed.push(await vault.remove(key))
  return removed.includes(true)
}

/**
 * Names of the entries, the one that counts first. Without a realm of its own Atmos files keys under a hash
 * of the configuration's folder, which moving the checkout changes; hence a second one without it.
 */
function keysOf({ name, realm, configFolder }: KeyOwner): readonly string[] {
  const alias = name.toLowerCase()
  if (realm !== undefined) return [`atmos_${realm}_${alias}`]
  const byFolder = configFolder === undefined ? [] : [`atmos_${folderRealm(configFolder)}_${alias}`]
  return [...byFolder, `atmos_${alias}`]
}

/** The realm that Atmos makes of a folder: 16 hexadecimal digits. */
export function folderRealm(configFolder: string): string {
  const slashes = posix.normalize(configFolder.toLowerCase().replaceAll('\\', '/'))
  const clean = slashes.length > 1 ? slashes.replace(/\/$/, '') : slashes
  return createHash('sha256').update(clean).digest('hex').slice(0, 16)
}

/** Name and realm go with the keys, for `_` in either makes two owners share an entry's name; Atmos skips them. */
function textFor({ name, realm }: KeyOwner, keys: LongLivedKeys): Secret {
  const { accessKeyId, secretAccessKey, mfaArn, sessionDuration, region } = keys
  const data = {
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey.expose(),
    region,
    mfa_arn: mfaArn,
    session_duration: sessionDuration,
  }
  return new Secret(JSON.stringify({ type: 'aws', data, name: name.toLowerCase(), realm: realm ?? '' }))
}

/** Atmos files sessions under the same name; those are not what is looked for here. */
function keysFrom(text: Secret, { name, realm }: KeyOwner): LongLivedKeys | undefined {
  const value = parseJson(text.expose())
  if (!isRecord(value) || value.type !== 'aws' || !isRecord(value.data)) return undefined
  if ((value.name ?? name.toLowerCase()) !== name.toLowerCase()) return undefined
  if ((value.realm ?? realm ?? '') !== (realm ?? '')) return undefined
  const { access_key_id, secret_access_key, session_token, mfa_arn, session_duration, region } = value.data
  if (!isText(access_key_id) || !isText(secret_access_key) || isText(session_token)) return undefined
  return {
    accessKeyId: access_key_id,
    secretAccessKey: new Secret(secret_access_key),
    ...(isText(mfa_arn) ? { mfaArn: mfa_arn } : {}),
    ...(isText(session_duration) ? { sessionDuration: session_duration } : {}),
    ...(isText(region) ? { region } : {}),
  }
}
