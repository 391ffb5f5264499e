import { pathsOf } from '../../auth/folders.ts'
import { isRecord, parseJson } from '../../auth/parse-json.ts'
import type { Inputs } from '../../config/inputs.ts'
import type { Environment } from '../../effects/environment.ts'
import type { Files } from '../../effects/files.ts'
import { tokenFolder } from '../../stores/kept-token.ts'

/** Which token answers for a host. */
export interface Pointer {
  /** Name of the token's file. */
  readonly file: string
  /** Whether its chain starts from ambient state. */
  readonly ambient: boolean
  /** Mark of the surroundings it was made in. */
  readonly surroundings: string
}

/** What the configuration said when it was made from these inputs: a way to a token without reading it. */
export interface IndexEntry {
  readonly inputs: Inputs
  readonly hosts: Readonly<Record<string, Pointer>>
}

const version = 1

/** @throws Failure when this user has no home folder */
export function indexPath(env: Environment): string {
  const { join } = pathsOf(env)
  return join(tokenFolder(env), 'index.json')
}

export function readIndex(path: string, files: Pick<Files, 'read'>): readonly IndexEntry[] {
  const bytes = files.read(path)
  return bytes === undefined ? [] : decodeIndex(Buffer.from(bytes).toString('utf8'))
}

/** @returns nothing for what cannot be understood: it is made anew */
export function decodeIndex(text: string): readonly IndexEntry[] {
  const fields = parseJson(text)
  if (!isRecord(fields) || fields.version !== version || !Array.isArray(fields.entries)) return []
  const entries: readonly unknown[] = fields.entries
  return entries.filter(isEntry)
}

export function encodeIndex(entries: readonly IndexEntry[]): string {
  return `${JSON.stringify({ version, entries })}\n`
}

function isEntry(value: unknown): value is IndexEntry {
  if (!isRecord(value) || !isRecord(value.inputs) || !isRecord(value.hosts)) return false
  const { files, variables, cwd } = value.inputs
  if (!isRecord(files) || !isRecord(variables)) return false
  return (cwd === undefined || typeof cwd === 'string') && Object.values(value.hosts).every(isPointer)
}

function isPointer(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { file, ambient, surroundings } = value
  // A name and no path: nothing outside the folder is ever read through it.
  return (
    typeof file === 'string' &&
    /^[\w.-]+$/.test(file) &&
    typeof ambient === 'boolean' &&
    typeof surroundings === 'string'
  )
}
