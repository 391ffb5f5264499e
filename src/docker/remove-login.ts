import type { Footprint } from './edit-config.ts'
import { removeEntries } from './remove-entries.ts'
import { giveBackFile, giveBackObject } from './root-field.ts'

/** Where nothing around the entry is ours. */
const noFootprint: Footprint = { file: false, auths: 'kept' }

/**
 * Takes a host's entry out, and with it what `footprint` says was made for it and is empty now.
 * @returns `undefined` when the whole file was made for it
 */
export function removeLogin(text: string, host: string, footprint = noFootprint): string | undefined {
  const { auths, authsInside, ...around } = footprint
  const without = removeEntries(text, ({ key }) => key === host, authsInside)
  return giveBackFile(giveBackObject(without, 'auths', { field: auths, ...around }), around)
}
