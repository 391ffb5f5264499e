import { isRecord } from '../auth/parse-json.ts'
import type { Footprint } from '../docker/edit-config.ts'
import type { AwsFilesReceipt } from './aws-files.ts'
import type { DockerUndo } from './docker/outcome.ts'

interface Written {
  /** When, milliseconds since the epoch. */
  readonly at: number
  readonly expiresAt?: number | undefined
  /** Whose credentials; absent for those of the surroundings. Names as in the configuration. */
  readonly identity?: string | undefined
  readonly provider?: string | undefined
  readonly realm?: string | undefined
  /** Fingerprint of how they were made. */
  readonly recipe?: string | undefined
  /** Folder of the configuration they were made from; absent where there was none. */
  readonly folder?: string | undefined
  /** Mark of the surroundings they came from; absent where they did not. */
  readonly surroundings?: string | undefined
}

/** A login that Docker finds. */
export interface DockerEntry extends Written {
  readonly type: 'docker'
  readonly undo: DockerUndo
}

/** A profile of the AWS tools. */
export interface AwsFilesEntry extends Written {
  readonly type: 'aws-files'
  readonly receipt: AwsFilesReceipt
}

/** Something we wrote into a file or a store that others read. Never a secret. */
export type LedgerEntry = DockerEntry | AwsFilesEntry

/** Whether two entries are about one place: the later one is what stands there now. */
export function samePlace(one: LedgerEntry, other: LedgerEntry): boolean {
  if (one.type === 'docker' && other.type === 'docker') {
    return (
      one.undo.registry === other.undo.registry && one.undo.path === other.undo.path && sameStore(one, other)
    )
  }
  if (one.type === 'aws-files' && other.type === 'aws-files') {
    const { profile, credentialsFile } = one.receipt
    return profile === other.receipt.profile && credentialsFile === other.receipt.credentialsFile
  }
  return false
}

function sameStore(one: DockerEntry, other: DockerEntry): boolean {
  return JSON.stringify(one.undo.place) === JSON.stringify(other.undo.place)
}

/**
 * Hands on what was made around a login (a file, an `auths`): to the renewed login in the same place, or to
 * another one in the same file. Whoever is taken out last takes it along.
 */
export function inherit(heir: LedgerEntry, from: LedgerEntry): LedgerEntry {
  if (heir.type !== 'docker' || from.type !== 'docker' || heir.undo.path !== from.undo.path) return heir
  const { footprint } = from.undo
  return !isTrace(footprint) || isTrace(heir.undo.footprint)
    ? heir
    : { ...heir, undo: { ...heir.undo, footprint } }
}

/** Whether anything was made, or found empty, around a login: the last one to go gives it back. */
function isTrace(footprint: Footprint | undefined): footprint is Footprint {
  if (footprint === undefined) return false
  return footprint.file || footprint.auths !== 'kept' || footprint.authsInside !== undefined
}

/** Whether a value from a file is an entry that can be acted upon. */
export function isEntry(value: unknown): value is LedgerEntry {
  if (!isRecord(value) || typeof value.at !== 'number' || !mayBe('number', value.expiresAt)) return false
  const { identity, provider, realm, recipe, folder, surroundings } = value
  if (![identity, provider, realm, recipe, folder, surroundings].every(name => mayBe('string', name)))
    return false
  if (value.type === 'docker') return isUndo(value.undo)
  if (value.type !== 'aws-files' || !isRecord(value.receipt)) return false
  return hasTexts(value.receipt, ['profile', 'credentialsFile', 'configFile', 'fingerprint'])
}

function isUndo(undo: unknown): boolean {
  if (!isRecord(undo) || !hasTexts(undo, ['registry', 'path', 'fingerprint'])) return false
  const { place, footprint } = undo
  if (!isRecord(place) || typeof place[place.type === 'file' ? 'path' : 'program'] !== 'string') return false
  return footprint === undefined || (isRecord(footprint) && typeof footprint.file === 'boolean')
}

function hasTexts(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every(name => typeof value[name] === 'string')
}

function mayBe(type: 'string' | 'number', value: unknown): boolean {
  return value === undefined || typeof value === type
}
