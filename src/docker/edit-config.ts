import { loginKeys } from './auth-entry.ts'
import { hostInKey } from './find-entry.ts'
import { type MemberSpan, objectAt } from './json-spans.ts'
import {
  appendMember,
  dockerLayout,
  type JsonValue,
  type Layout,
  layoutOf,
  nested,
  removeMembers,
  replaceValue,
  splice,
  unitOf,
} from './json-splice.ts'
import { isBlank, means } from './read-config.ts'
import { removeEntries } from './remove-entries.ts'
import { anatomy } from './root-anatomy.ts'
import { ensureObject, type FormerFile, freshFile } from './root-field.ts'

/** An entry to be put into `auths`. */
export interface WantedEntry {
  /** Bare lower-case host. */
  readonly host: string
  /** Base64 of `user:password`; `undefined` for the empty entry that Docker keeps beside a store. */
  readonly auth: string | undefined
}

/** What an edit had to make so that the entry could stand there; taking the entry out takes it away again. */
export interface Footprint extends FormerFile {
  /** The root object was empty but for this white space. */
  readonly rootInside?: string
  readonly auths: 'kept' | 'made' | 'null'
  /** `auths` was empty but for this white space. */
  readonly authsInside?: string
}

export interface EditedConfig {
  readonly text: string
  readonly footprint: Footprint
}

/**
 * Puts one login into the text of a config.json that `readConfig` has accepted. Everything else keeps its
 * bytes: order, indentation, spelling of numbers, other entries, unknown members of this entry. Gone are only
 * what would stand before our login: the same host under an alias key (`https://…`, with a path), repeated
 * entries, and other credentials in the entry.
 * @param text `undefined` when there is no file
 */
export function putLogin(text: string | undefined, wanted: WantedEntry): EditedConfig {
  if (text === undefined || isBlank(text)) {
    const fresh = freshFile(text, { auths: { [wanted.host]: valueFor(wanted) } })
    return { text: fresh.text, footprint: { ...fresh.former, auths: 'made' } }
  }
  const { text: prepared, field, inside, rootInside } = ensureObject(text, 'auths')
  const traces = {
    ...(rootInside === undefined ? {} : { rootInside }),
    ...(inside === undefined ? {} : { authsInside: inside }),
  }
  return {
    text: dropAliases(putEntry(prepared, wanted), wanted.host),
    footprint: { file: false, auths: field, ...traces },
  }
}

function valueFor({ auth }: WantedEntry): JsonValue {
  return auth === undefined ? {} : { auth }
}

function putEntry(text: string, wanted: WantedEntry): string {
  const { root, containers } = anatomy(text, 'auths')
  const unit = unitOf(text, root)
  const occupied = containers.flatMap(container => {
    const object = objectAt(text, container.valueStart)
    const member = object?.members.findLast(({ key }) => key === wanted.host)
    return object === undefined || member === undefined ? [] : [{ object, member }]
  })
  const place = occupied.at(-1)
  if (place !== undefined) {
    const layout = layoutOf(text, place.object, unit) ?? dockerLayout
    return updateEntry(text, { ...place, wanted, layout })
  }
  const container = containers.at(-1)
  const object = container === undefined ? undefined : objectAt(text, container.valueStart)
  if (object === undefined) return text
  const outer = layoutOf(text, root, unit) ?? dockerLayout
  const layout = layoutOf(text, object, unit) ?? nested(outer)
  return appendMember(text, object, { key: wanted.host, value: valueFor(wanted), layout })
}

interface Update {
  readonly member: MemberSpan
  readonly wanted: WantedEntry
  readonly layout: Layout
}

/** Puts our `auth` into an entry that is there already, then takes out what else could be used as a login. */
function updateEntry(text: string, { member, wanted, layout }: Update): string {
  const entry = objectAt(text, member.valueStart)
  if (entry === undefined) return replaceValue(text, member, { value: valueFor(wanted), layout })
  const existing = entry.members.findLast(({ key }) => means(key, 'auth'))
  let next = text
  if (wanted.auth !== undefined && existing !== undefined) {
    next = splice(text, [existing.valueStart, existing.valueEnd], JSON.stringify(wanted.auth))
  } else if (wanted.auth !== undefined) {
    const inner = layoutOf(text, entry, layout.unit) ?? nested(layout)
    next = appendMember(text, entry, { key: 'auth', value: wanted.auth, layout: inner })
  }
  return dropCredentials(next, member.valueStart, wanted.auth)
}

/** Takes every member that carries a login out of the entry at `start`, except the last `auth` if it is ours. */
function dropCredentials(text: string, start: number, auth: string | undefined): string {
  const entry = objectAt(text, start)
  if (entry === undefined) return text
  const ours = auth === undefined ? -1 : entry.members.findLastIndex(({ key }) => means(key, 'auth'))
  const isGone = ({ key }: MemberSpan, each: number) =>
    each !== ours && loginKeys.some(name => means(key, name))
  return removeMembers(text, entry, { isGone })
}

/** Of all entries for the host, alias keys included, the last under the host itself is left: ours. */
function dropAliases(text: string, host: string): string {
  const last = anatomy(text, 'auths')
    .containers.flatMap(({ valueStart }) => objectAt(text, valueStart)?.members ?? [])
    .findLast(({ key }) => key === host)
  return removeEntries(text, ({ key, keyStart }) => hostInKey(key) === host && keyStart !== last?.keyStart)
}
