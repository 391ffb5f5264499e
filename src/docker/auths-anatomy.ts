import { type MemberSpan, type ObjectSpan, objectAt } from './json-spans.ts'
import { removeMembers } from './json-splice.ts'
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

/**
 * Takes every entry out that is meant, in one pass: there may be thousands. Offsets are those of this text.
 * @param inside white space to leave in an emptied `auths`
 */
export function removeEntries(
  text: string,
  isMeant: (entry: MemberSpan) => boolean,
  inside?: string,
): string {
  // From the last to the first, so that what was found further up stays where it is.
  return anatomy(text).containers.reduceRight((rest, { valueStart }) => {
    const object = objectAt(rest, valueStart)
    return object === undefined ? rest : removeMembers(rest, object, { isGone: isMeant, inside })
  }, text)
}
