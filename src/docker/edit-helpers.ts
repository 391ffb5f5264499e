import { type MemberSpan, objectAt } from './json-spans.ts'
import {
  appendMember,
  dockerLayout,
  type JsonValue,
  layoutOf,
  nested,
  removeMember,
  splice,
  unitOf,
} from './json-splice.ts'
import { isBlank } from './read-config.ts'
import { anatomy } from './root-anatomy.ts'
import {
  addField,
  ensureObject,
  type FormerFile,
  freshFile,
  giveBackFile,
  giveBackObject,
} from './root-field.ts'

/** What an edit had to make around the words it put there; taking them out takes it away again. */
export interface HelperFootprint extends FormerFile {
  /** The root object was empty but for this white space. */
  readonly rootInside?: string
  /** The field itself: `credHelpers`, or `credsStore`. */
  readonly field: 'kept' | 'made' | 'null'
  /** `credHelpers` was empty but for this white space. */
  readonly inside?: string
}

export interface EditedHelpers {
  readonly text: string
  readonly footprint: HelperFootprint
}

/**
 * Names a credential program for hosts, in `credHelpers` of a config.json that `readConfig` has accepted.
 * Every other byte stays as it is.
 * @param text `undefined` when there is no file
 * @param wish `program`: without `docker-credential-`
 */
export function putHelpers(
  text: string | undefined,
  wish: { readonly hosts: readonly string[]; readonly program: string },
): EditedHelpers {
  const { hosts, program } = wish
  if (text === undefined || isBlank(text)) {
    return fresh(text, { credHelpers: Object.fromEntries(hosts.map(host => [host, program])) })
  }
  const { text: prepared, ...traces } = ensureObject(text, 'credHelpers')
  const put = (each: string, host: string) => putHelper(each, { host, program })
  return { text: hosts.reduce(put, prepared), footprint: { file: false, ...traces } }
}

/** Names a credential program for all hosts, as `credsStore`; otherwise like `putHelpers`. */
export function putStore(text: string | undefined, program: string): EditedHelpers {
  if (text === undefined || isBlank(text)) return fresh(text, { credsStore: program })
  const { root, containers } = anatomy(text, 'credsStore')
  const last = containers.at(-1)
  if (last !== undefined)
    return { text: valueSet(text, last, program), footprint: { file: false, field: 'kept' } }
  const { text: next, ...traces } = addField(text, root, { key: 'credsStore', value: program })
  return { text: next, footprint: { file: false, ...traces } }
}

/**
 * Takes a program out of `credHelpers` where it still stands, and gives each host back to what had it before.
 * @param wish `hosts`: by host, the program before (`null`: none)
 * @returns `undefined` when the whole file was made for it
 */
export function takeHelpers(
  text: string,
  wish: {
    readonly hosts: Readonly<Record<string, string | null>>
    readonly program: string
    readonly footprint: HelperFootprint
  },
): string | undefined {
  const { hosts, program, footprint } = wish
  const take = (each: string, [host, before]: [string, string | null]): string =>
    takeHelper(each, { host, before, program, inside: footprint.inside })
  const without = Object.entries(hosts).reduce(take, text)
  return giveBackFile(giveBackObject(without, 'credHelpers', footprint), footprint)
}

/** Takes a program out of `credsStore` where it still stands. @param wish `before`: the store before */
export function takeStore(
  text: string,
  wish: { readonly program: string; readonly before: string; readonly footprint: HelperFootprint },
): string | undefined {
  const { program, before, footprint } = wish
  const { root, containers } = anatomy(text, 'credsStore')
  const last = containers.at(-1)
  if (last === undefined || wordAt(text, last) !== program) return text
  if (footprint.field !== 'made') return valueSet(text, last, before)
  const next = removeMember(text, root, { index: root.members.indexOf(last), inside: footprint.rootInside })
  return giveBackFile(next, footprint)
}

function fresh(before: string | undefined, value: JsonValue): EditedHelpers {
  const { text, former } = freshFile(before, value)
  return { text, footprint: { ...former, field: 'made' } }
}

function putHelper(
  text: string,
  { host, program }: { readonly host: string; readonly program: string },
): string {
  const { root, containers } = anatomy(text, 'credHelpers')
  const member = membersFor(text, host).at(-1)?.member
  if (member !== undefined) return valueSet(text, member, program)
  const object = objectAt(text, containers.at(-1)?.valueStart ?? text.length)
  if (object === undefined) return text
  const unit = unitOf(text, root)
  const layout = layoutOf(text, object, unit) ?? nested(layoutOf(text, root, unit) ?? dockerLayout)
  return appendMember(text, object, { key: host, value: program, layout })
}

interface Taking {
  readonly host: string
  readonly before: string | null
  readonly program: string
  readonly inside: string | undefined
}

function takeHelper(text: string, taking: Taking): string {
  const { host, before, program, inside } = taking
  const place = membersFor(text, host).findLast(({ member }) => wordAt(text, member) === program)
  if (place === undefined) return text
  if (before !== null) return valueSet(text, place.member, before)
  const index = place.object.members.indexOf(place.member)
  return takeHelper(removeMember(text, place.object, { index, inside }), taking)
}

/** A host's entries in `credHelpers`, in the order of the text; the last one counts. */
function membersFor(text: string, host: string) {
  return anatomy(text, 'credHelpers').containers.flatMap(container => {
    const object = objectAt(text, container.valueStart)
    const members = object?.members.filter(({ key }) => key === host) ?? []
    return object === undefined ? [] : members.map(member => ({ object, member }))
  })
}

function wordAt(text: string, { valueStart, valueEnd }: MemberSpan): unknown {
  return JSON.parse(text.slice(valueStart, valueEnd))
}

function valueSet(text: string, { valueStart, valueEnd }: MemberSpan, value: string): string {
  return splice(text, [valueStart, valueEnd], JSON.stringify(value))
}
