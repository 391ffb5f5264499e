import { type ObjectSpan, objectAt } from './json-spans.ts'
import {
  appendMember,
  dockerLayout,
  type JsonValue,
  type Layout,
  layoutOf,
  removeMember,
  render,
  splice,
  unitOf,
} from './json-splice.ts'
import { anatomy, isEmptyObject } from './root-anatomy.ts'

/** A text with the field that was wanted in it, and what had to be made for that. */
export interface WithField {
  readonly text: string
  /** `null`: it was there, without an object. */
  readonly field: 'kept' | 'made' | 'null'
  /** The root object was empty but for this white space. */
  readonly rootInside?: string
  /** The field's object was empty but for this white space. */
  readonly inside?: string
}

/** What was there before a file was written anew. */
export interface FormerFile {
  /** There was no file. */
  readonly file: boolean
  /** The whole text was this white space. */
  readonly blank?: string
}

/** A new file; the white space it had keeps its place behind it. */
export function freshFile(
  before: string | undefined,
  value: JsonValue,
): { readonly text: string; readonly former: FormerFile } {
  const written = render(value, dockerLayout)
  if (before === undefined) return { text: written, former: { file: true } }
  return { text: written + before, former: { file: false, blank: before } }
}

/** Sees to it that a field of the root is an object. */
export function ensureObject(text: string, key: string): WithField {
  const { root, containers } = anatomy(text, key)
  const last = containers.at(-1)
  if (last === undefined) return addField(text, root, { key, value: {} })
  const object = objectAt(text, last.valueStart)
  if (object === undefined)
    return { text: splice(text, [last.valueStart, last.valueEnd], '{}'), field: 'null' }
  const isEmpty = object.members.length === 0
  return {
    text,
    field: 'kept',
    ...(isEmpty ? { inside: text.slice(object.open + 1, object.close) } : {}),
  }
}

/** Adds a field that the root does not have. */
export function addField(
  text: string,
  root: ObjectSpan,
  field: { readonly key: string; readonly value: JsonValue },
): WithField {
  const layout = layoutOf(text, root, unitOf(text, root)) ?? emptyRootLayout(text, root)
  const rootInside = root.members.length > 0 ? {} : { rootInside: text.slice(root.open + 1, root.close) }
  return { text: appendMember(text, root, { ...field, layout }), field: 'made', ...rootInside }
}

/** Takes a field's object away again, once it is empty: the way back from `ensureObject`. */
export function giveBackObject(
  text: string,
  key: string,
  { field, rootInside }: Pick<WithField, 'field' | 'rootInside'>,
): string {
  const { root, containers } = anatomy(text, key)
  const [only] = containers
  if (only === undefined || containers.length > 1 || !isEmptyObject(text, only)) return text
  if (field === 'null') return splice(text, [only.valueStart, only.valueEnd], 'null')
  return field === 'made'
    ? removeMember(text, root, { index: root.members.indexOf(only), inside: rootInside })
    : text
}

/**
 * Takes the file away again, once its root is empty: the way back from `freshFile`.
 * @returns `undefined` when there was no file
 */
export function giveBackFile(text: string, { file, blank }: FormerFile): string | undefined {
  if (!isEmptyObject(text, { valueStart: 0 })) return text
  return file ? undefined : (blank ?? text)
}

/** How members are to look in a root that has none. */
function emptyRootLayout(text: string, root: ObjectSpan): Layout {
  const windows = text.slice(root.open, root.close).includes('\r\n')
  return windows ? { ...dockerLayout, lead: '\r\n\t' } : dockerLayout
}
