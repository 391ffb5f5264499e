import { anatomy, isEmptyObject, removeEntries } from './auths-anatomy.ts'
import type { Footprint } from './edit-config.ts'
import { removeMember, splice } from './json-splice.ts'

/**
 * Takes a host's entry out, and with it what `footprint` says was made for it and is empty now.
 * @returns `undefined` when the whole file was made for it
 */
export function removeLogin(text: string, host: string, footprint?: Footprint): string | undefined {
  let next = removeEntries(text, ({ key }) => key === host, footprint?.authsInside)
  const { root, containers } = anatomy(next)
  const [only] = containers
  const index = only === undefined ? -1 : root.members.indexOf(only)
  if (only !== undefined && containers.length === 1 && isEmptyObject(next, only)) {
    if (footprint?.auths === 'made') next = removeMember(next, root, { index, inside: footprint.rootInside })
    if (footprint?.auths === 'null') next = splice(next, [only.valueStart, only.valueEnd], 'null')
  }
  if (!isEmptyObject(next, { valueStart: 0 })) return next
  return footprint?.file === true ? undefined : (footprint?.blank ?? next)
}
