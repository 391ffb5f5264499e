import { isRecord, isText, parseJson } from '../../auth/parse-json.ts'
import { Secret } from '../../auth/secret.ts'

/** A session as the AWS CLI keeps it. */
export interface SsoSession {
  readonly startUrl: string
  readonly region: string
  readonly accessToken: Secret
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  readonly refreshToken: Secret | undefined
  /** The client it was issued to; a refresh needs it. */
  readonly client: SsoClient | undefined
}

export interface SsoClient {
  readonly clientId: string
  readonly clientSecret: Secret
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** Reads a file of the cache; `undefined` for registrations, damaged files and everything else. */
export function readSession(content: string): SsoSession | undefined {
  const fields = parseJson(content)
  if (!isRecord(fields)) return undefined
  const { startUrl, region, accessToken, refreshToken } = fields
  const expiresAt = instantOf(fields.expiresAt)
  if (!isText(startUrl) || !isText(region) || !isText(accessToken) || expiresAt === undefined)
    return undefined
  return {
    startUrl,
    region,
    accessToken: new Secret(accessToken),
    expiresAt,
    refreshToken: isText(refreshToken) ? new Secret(refreshToken) : undefined,
    client: clientOf(fields.clientId, fields.clientSecret, fields.registrationExpiresAt),
  }
}

/**
 * The text of a session's file. Fields of the present file that are not ours are kept.
 * @param before what the file holds now
 */
export function writeSession(session: SsoSession, before: string | undefined): string {
  const kept = before === undefined ? undefined : parseJson(before)
  const { startUrl, region, accessToken, expiresAt, refreshToken, client } = session
  const fields = {
    ...(isRecord(kept) ? kept : {}),
    startUrl,
    region,
    accessToken: accessToken.expose(),
    expiresAt: wholeSeconds(expiresAt),
    clientId: client?.clientId,
    clientSecret: client?.clientSecret.expose(),
    registrationExpiresAt: client === undefined ? undefined : wholeSeconds(client.expiresAt),
    refreshToken: refreshToken?.expose(),
  }
  return JSON.stringify(fields, null, 2)
}

/** Reads a client registration; `undefined` for sessions and damaged files. */
export function readRegistration(
  content: string,
): (SsoClient & { readonly forCode: boolean; readonly scopes: readonly string[] }) | undefined {
  const fields = parseJson(content)
  if (!isRecord(fields) || 'accessToken' in fields) return undefined
  const client = clientOf(fields.clientId, fields.clientSecret, fields.expiresAt)
  if (client === undefined) return undefined
  return {
    ...client,
    forCode: texts(fields.grantTypes).includes('authorization_code'),
    scopes: texts(fields.scopes),
  }
}

/** The text of a registration's file. The AWS CLI names the grant types only of clients for the authorization code. */
export function writeRegistration(
  client: SsoClient,
  {
    scopes,
    grantTypes,
  }: { readonly scopes: readonly string[]; readonly grantTypes: readonly string[] | undefined },
): string {
  const { clientId, clientSecret, expiresAt } = client
  return JSON.stringify(
    { clientId, clientSecret: clientSecret.expose(), expiresAt: wholeSeconds(expiresAt), scopes, grantTypes },
    null,
    2,
  )
}

function clientOf(clientId: unknown, clientSecret: unknown, expires: unknown): SsoClient | undefined {
  const expiresAt = instantOf(expires)
  if (!isText(clientId) || !isText(clientSecret) || expiresAt === undefined) return undefined
  return { clientId, clientSecret: new Secret(clientSecret), expiresAt }
}

/** ISO 8601; old versions of the AWS CLI wrote `UTC` for `Z`. */
function instantOf(value: unknown): number | undefined {
  if (!isText(value)) return undefined
  const instant = Date.parse(value.replace(/UTC$/, 'Z'))
  return Number.isNaN(instant) ? undefined : instant
}

/** The last instant that Python can read. */
const lastYear = Date.UTC(9999, 11, 31, 23, 59, 59)

/** `2026-11-23T15:00:00Z`: the AWS CLI's form. */
function wholeSeconds(instant: number): string {
  return `${new Date(Math.min(instant, lastYear)).toISOString().slice(0, 19)}Z`
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(isText) : []
}
