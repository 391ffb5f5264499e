import { type MemberSpan, type ObjectSpan, objectAt } from './json-spans.ts'
import { means } from './read-config.ts'

/** Where a field of the root stands in the text of a config.json. */
export interface Anatomy {
  readonly root: ObjectSpan
  /** The members that are this field to Docker: nearly always one. */
  readonly containers: readonly MemberSpan[]
}

/** @param field as Docker writes it: `auths`, `credHelpers` */
export function anatomy(text: string, field: string): Anatomy {
  const root = objectAt(text) ?? { open: 0, close: 0, members: [] }
  return { root, containers: root.members.filter(({ key }) => means(key, field.toLowerCase())) }
}

/** Whether the object that stands there has no members; also false where no object stands. */
export function isEmptyObject(text: string, place: { readonly valueStart: number }): boolean {
  return objectAt(text, place.valueStart)?.members.length === 0
}
