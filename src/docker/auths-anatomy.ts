import { type MemberSpan, type ObjectSpan, objectAt } from './json-spans.ts'
import { removeMember } from './json-splice.ts'
import { means } from './read-config.ts'

/** Where the logins, or another field of the root, stand in the text of a config.json. */
export interface Anatomy {
  readonly root: ObjectSpan
  /** The members that are this field to Docker: nearly always one. */
  readonly containers: readonly MemberSpan[]
}

/** @param field of the root, in lower case */
export function anatomy(text: string, field = 'auths'): Anatomy {
  const root = objectAt(text) ?? { open: 0, close: 0, members: [] }
  return { root, containers: root.members.filter(({ key }) => means(key, field)) }
}

export function isEmptyObject(text: string, place: { readonly valueStart: number }): boolean {
  return objectAt(text, place.valueStart)?.members.length === 0
}

/** Takes every entry out whose key is meant. @param inside white space to leave in an emptied `auths` */
export function removeEntries(text: string, isMeant: (key: string) => boolean, inside?: string): string {
  for (const container of anatomy(text).containers) {
    const object = objectAt(text, container.valueStart)
    const index = object?.members.findIndex(({ key }) => isMeant(key)) ?? -1
    if (object !== undefined && index >= 0) {
      return removeEntries(removeMember(text, object, { index, inside }), isMeant, inside)
    }
  }
  return text
}
