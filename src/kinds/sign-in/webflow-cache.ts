import { join } from 'node:path'
import { foldersOf } from '../../auth/folders.ts'
import { isRecord, parseJson } from '../../auth/parse-json.ts'
import { Secret } from '../../auth/secret.ts'
import { isDpopKey } from '../../clients/aws/dpop.ts'
import { signInClients } from '../../clients/aws/signin.ts'
import type { Needs } from '../../effects/effects.ts'

/** What prolongs a sign-in without anybody. */
export interface RefreshEntry {
  readonly refreshToken: Secret
  /** Region whose sign-in service gave it. */
  readonly region: string
  /** Milliseconds since the epoch: the session ends then, however often it was prolonged. */
  readonly expiresAt: number
  /** Key that the session is bound to: PKCS#8, base64. */
  readonly dpopKey: Secret
  /** As whom the program signed in. */
  readonly clientId: string
}

/** Whose session: Atmos files it by identity and realm. */
export interface WebflowOwner {
  readonly identity: string
  readonly realm: string
}

/** Where Atmos keeps the session of an identity. */
export function refreshPath({ identity, realm }: WebflowOwner, effects: Needs<'env'>): string {
  // A name may have slashes, which make folders, but must not lead out of the place.
  const folder = `${identity}-${realm}`.split(/[\\/]+/).map(part => part.replace(/^\.+$/, '_'))
  return join(foldersOf(effects).cache(), 'aws-webflow', ...folder, 'refresh.json')
}

/** The entry of a file; `undefined` when there is none that can be used. */
export function readRefreshEntry(path: string, { files }: Needs<'files'>): RefreshEntry | undefined {
  const bytes = files.read(path)
  const entry = bytes === undefined ? undefined : parseJson(Buffer.from(bytes).toString('utf8'))
  if (!isRecord(entry)) return undefined
  const { refreshToken, region, expiresAt, dpopKey, clientId } = entry
  const until = Date.parse(String(expiresAt))
  if (typeof refreshToken !== 'string' || refreshToken === '' || typeof region !== 'string') return undefined
  if (typeof dpopKey !== 'string' || !isDpopKey(dpopKey) || Number.isNaN(until)) return undefined
  return {
    refreshToken: new Secret(refreshToken),
    region,
    expiresAt: until,
    dpopKey: new Secret(dpopKey),
    // Atmos does not write it: it signs in on the same device only.
    clientId: typeof clientId === 'string' ? clientId : signInClients['same-device'],
  }
}

/** Puts an entry in place, whole, readable to its owner only. */
export function writeRefreshEntry(path: string, entry: RefreshEntry, { files }: Needs<'files'>): void {
  const { refreshToken, region, expiresAt, dpopKey, clientId } = entry
  const content = {
    refreshToken: refreshToken.expose(),
    region,
    expiresAt: new Date(expiresAt).toISOString(),
    dpopKey: dpopKey.expose(),
    ...(clientId === signInClients['same-device'] ? {} : { clientId }),
  }
  files.replace(path, `${JSON.stringify(content, undefined, 2)}\n`, { tighten: true })
}
