import { type AuthEntry, decodeAuth } from './auth-entry.ts'
import { type ConfigProblem, positionAt, textOfBytes } from './config-text.ts'
import { type MemberSpan, objectAt } from './json-spans.ts'

/** A config.json as Docker would understand it, and the text it came from. */
export interface DockerConfig {
  /** `undefined` when there is no file. */
  readonly text: string | undefined
  /** `auths`, keys as written. */
  readonly auths: ReadonlyMap<string, AuthEntry>
  /** `credsStore`; empty when unset. */
  readonly credsStore: string
  readonly credHelpers: ReadonlyMap<string, string>
}

export type ConfigReading = { readonly config: DockerConfig } | { readonly problem: ConfigProblem }

/**
 * Reads the bytes of a config.json, strictly: what Docker would refuse is a problem, and so is anything
 * behind the JSON. No file, an empty one and white space alone count as `{}`.
 *
 * Keys match as in Go's decoder: without regard to case, repeated objects merged, the last value winning.
 */
export function readConfig(bytes: Uint8Array | undefined): ConfigReading {
  const text = bytes === undefined ? undefined : textOfBytes(bytes)
  if (typeof text === 'object') return { problem: text }
  if (text === undefined || isBlank(text)) {
    return { config: { text, auths: new Map(), credsStore: '', credHelpers: new Map() } }
  }
  try {
    JSON.parse(text)
  } catch {
    return { problem: { reason: 'it is not valid JSON', notJson: true } }
  }
  return readRoot(text)
}

/** White space alone. */
export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}

/** Whether a key of the file means this field (given in lower case) to Docker. */
export function means(key: string, field: string): boolean {
  return key.toLowerCase() === field
}

class Misfit extends Error {
  readonly offset: number

  constructor(reason: string, offset: number) {
    super(reason)
    this.offset = offset
  }
}

function readRoot(text: string): ConfigReading {
  try {
    const root = objectAt(text)
    if (root === undefined) throw new Misfit('it does not hold a JSON object', 0)
    const fields = (name: string) => root.members.filter(({ key }) => means(key, name))
    refuseNullAmongMany(fields('auths'), text)
    refuseNullAmongMany(fields('credhelpers'), text)
    return {
      config: {
        text,
        auths: new Map(fields('auths').flatMap(field => readAuths(text, field))),
        credsStore: fields('credsstore').reduce((_, field) => readText(text, field), ''),
        credHelpers: new Map(fields('credhelpers').flatMap(field => readHelpers(text, field))),
      },
    }
  } catch (thrown) {
    if (!(thrown instanceof Misfit)) throw thrown
    return { problem: { reason: thrown.message, position: positionAt(text, thrown.offset) } }
  }
}

/** A `null` would silently hide what stands before it, and an edit would bring it back. */
function refuseNullAmongMany(fields: readonly MemberSpan[], text: string): void {
  const empty = fields.find(field => parsed(text, field) === null)
  if (fields.length > 1 && empty !== undefined) {
    throw new Misfit(`"${empty.key}" stands there several times, once as null`, empty.keyStart)
  }
}

function readAuths(text: string, field: MemberSpan): readonly [string, AuthEntry][] {
  return membersOf(text, field).map(member => [member.key, readEntry(text, member)])
}

function readHelpers(text: string, field: MemberSpan): readonly [string, string][] {
  return membersOf(text, field).map(member => [member.key, readText(text, member)])
}

function readEntry(text: string, entry: MemberSpan): AuthEntry {
  const members = membersOf(text, entry)
  const textFor = (name: string) =>
    members.filter(({ key }) => means(key, name)).reduce((_, member) => readText(text, member), '')
  const auth = textFor('auth')
  const decoded = auth === '' ? undefined : decodeAuth(auth)
  if (auth !== '' && decoded === undefined) {
    const where = JSON.stringify(entry.key)
    throw new Misfit(`the "auth" of ${where} cannot be decoded, so Docker refuses the file`, entry.valueStart)
  }
  return {
    username: decoded?.username ?? textFor('username'),
    password: decoded?.password ?? textFor('password'),
    identityToken: textFor('identitytoken'),
    registryToken: textFor('registrytoken'),
  }
}

function membersOf(text: string, field: MemberSpan): readonly MemberSpan[] {
  const object = objectAt(text, field.valueStart)
  if (object !== undefined) return object.members
  if (parsed(text, field) === null) return []
  throw new Misfit(`${JSON.stringify(field.key)} is not an object`, field.valueStart)
}

function readText(text: string, field: MemberSpan): string {
  const value = parsed(text, field)
  if (typeof value === 'string') return value
  if (value === null) return ''
  throw new Misfit(`${JSON.stringify(field.key)} is not a text`, field.valueStart)
}

function parsed(text: string, { valueStart, valueEnd }: MemberSpan): unknown {
  return JSON.parse(text.slice(valueStart, valueEnd))
}
