import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import type { AwsCredentials } from '../auth/credentials.ts'
import { editFile } from '../auth/edit-file.ts'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import {
  isBlank,
  readComments,
  readSection,
  removeSection,
  type SectionContent,
  writeSection,
} from './aws-files-ini.ts'
import type { AwsFilesPlace } from './aws-files-place.ts'

/** What was put into the files, for the ledger. */
export interface AwsFilesReceipt extends AwsFilesPlace {
  /** Of the keys, to recognise them again without holding them. */
  readonly fingerprint: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined
}

export interface AwsFilesContent {
  readonly place: AwsFilesPlace
  readonly credentials: AwsCredentials
  /** Region of the profile; us-east-1 where neither this nor the credentials name one, as in Atmos. */
  readonly region?: string | undefined
}

/**
 * Writes an identity's credentials where `AWS_PROFILE` finds them, for every AWS tool. Everything else in the
 * two files stays as it is.
 * @throws Failure `file-unwritable`
 */
export async function writeAwsFiles(
  { place, credentials, region }: AwsFilesContent,
  effects: Needs<'files' | 'clock'>,
): Promise<AwsFilesReceipt> {
  const values = {
    aws_access_key_id: credentials.accessKeyId,
    aws_secret_access_key: credentials.secretAccessKey.expose(),
    aws_session_token: credentials.sessionToken?.expose(),
  }
  const { expiresAt } = credentials
  const comment = expiresAt === undefined ? undefined : `; atmos: expiration=${rfc3339(expiresAt)}`
  const config = { region: credentials.region ?? region ?? 'us-east-1' }
  // Configuration first: a profile with a Region but no keys says what is missing, the reverse does not.
  await put(place.configFile, { header: configHeader(place.profile), values: config }, effects)
  await put(place.credentialsFile, { header: place.profile, values, comment }, effects)
  return { ...place, fingerprint: fingerprint(values), expiresAt }
}

/**
 * When the keys that stand in the files for an identity end: ours, or those Atmos wrote in the same place.
 * @returns `undefined` when there are none; `expiresAt` is absent for keys that do not end by themselves
 */
export function readAwsFiles(
  { credentialsFile, profile }: AwsFilesPlace,
  { files }: Needs<'files'>,
): { readonly expiresAt?: number } | undefined {
  const text = textOf(files.read(credentialsFile))
  if (!readSection(text, profile)?.get('aws_access_key_id')) return undefined
  const [, written = ''] = /expiration=(\S+)/.exec(readComments(text, profile).join('\n')) ?? []
  const expiresAt = Date.parse(written)
  return Number.isNaN(expiresAt) ? {} : { expiresAt }
}

/**
 * Takes an identity out of the files: its sections, then empty files, then an empty folder.
 * @returns `'not-ours'` when the section holds other keys than those of the receipt; it stays then
 * @throws Failure `file-unwritable`
 */
export async function removeAwsFiles(
  receipt: AwsFilesPlace & { readonly fingerprint?: string | undefined },
  effects: Needs<'files' | 'clock'>,
): Promise<'removed' | 'absent' | 'not-ours'> {
  const { profile, credentialsFile, configFile, fingerprint: ours } = receipt
  let isOurs = true
  const keys = await take({ path: credentialsFile, header: profile }, effects, section => {
    isOurs = ours === undefined || fingerprint(Object.fromEntries(section)) === ours
    return isOurs
  })
  if (!isOurs) return 'not-ours'
  const settings = await take({ path: configFile, header: configHeader(profile) }, effects)
  effects.files.removeFolder(dirname(credentialsFile))
  return keys || settings ? 'removed' : 'absent'
}

function put(path: string, content: SectionContent, effects: Needs<'files' | 'clock'>): Promise<boolean> {
  for (const value of Object.values(content.values)) mustFitOnLine(path, value)
  return editFile({ path, change: before => bytesOf(writeSection(textOf(before), content)) }, effects)
}

/** Takes a section out, if it may go; judged under the lock. */
function take(
  { path, header }: { readonly path: string; readonly header: string },
  effects: Needs<'files' | 'clock'>,
  mayGo: (section: ReadonlyMap<string, string>) => boolean = () => true,
): Promise<boolean> {
  const change = (before: Uint8Array | undefined): Uint8Array | undefined => {
    const section = readSection(textOf(before), header)
    if (before === undefined || section === undefined || !mayGo(section)) return before
    const rest = removeSection(textOf(before), header)
    return isBlank(rest) ? undefined : bytesOf(rest)
  }
  return editFile({ path, change }, effects)
}

function configHeader(profile: string): string {
  return profile === 'default' ? 'default' : `profile ${profile}`
}

/** Keys and tokens of AWS are printable and without spaces; anything else could forge a line. */
function mustFitOnLine(path: string, value: string | undefined): void {
  if (value === undefined || /^[\x21-\x7e]+$/.test(value)) return
  throw new Failure({
    code: 'file-unwritable',
    what: `Could not write ${path}`,
    why: 'a key, token or Region is empty or holds a character that has no place in this file',
    next: 'Check the keys of the identity: atmos auth validate',
  })
}

function fingerprint(values: Readonly<Record<string, string | undefined>>): string {
  const { aws_access_key_id, aws_secret_access_key } = values
  return createHash('sha256').update(`${aws_access_key_id}\n${aws_secret_access_key}`).digest('hex')
}

/** Whole seconds, as Atmos writes and reads it. */
function rfc3339(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')
}

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1')
