import { type MemberSpan, objectAt } from './json-spans.ts'
import { removeMembers } from './json-splice.ts'
import { anatomy } from './root-anatomy.ts'

/**
 * Takes every entry out of `auths` that is meant, in one pass: there may be thousands. Offsets are those of this text.
 * @param inside white space to leave in an emptied `auths`
 */
export function removeEntries(
  text: string,
  isMeant: (entry: MemberSpan) => boolean,
  inside?: string,
): string {
  // From the last to the first, so that what was found further up stays where it is.
  return anatomy(text, 'auths').containers.reduceRight((rest, { valueStart }) => {
    const object = objectAt(rest, valueStart)
    return object === undefined ? rest : removeMembers(rest, object, { isGone: isMeant, inside })
  }, text)
}
