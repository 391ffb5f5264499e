import { editFile } from '../../auth/edit-file.ts'
import type { Desk } from './desk.ts'
import { decodeIndex, encodeIndex, type IndexEntry, indexPath, type Pointer } from './token-index.ts'

/** Configurations that the index knows; the latest push the oldest out. */
const most = 16

/**
 * Notes in the index which token answers for a host as long as the configuration looks as it does. Where it
 * cannot be told whether it does, nothing is noted. Never a reason to fail.
 */
export async function rememberToken(
  host: string,
  pointer: Pointer,
  { effects, recording }: Pick<Desk, 'effects' | 'recording'>,
): Promise<void> {
  const inputs = recording.inputs()
  if (inputs === undefined) return
  const edit = (before: Uint8Array | undefined): Uint8Array => {
    const present = before === undefined ? [] : decodeIndex(Buffer.from(before).toString('utf8'))
    return Buffer.from(encodeIndex(withPointer(present, { inputs, hosts: { [host]: pointer } })))
  }
  try {
    await editFile({ path: indexPath(effects.env), change: edit }, effects)
  } catch {
    // The next call goes the long way once more.
  }
}

function withPointer(present: readonly IndexEntry[], entry: IndexEntry): readonly IndexEntry[] {
  const mark = JSON.stringify(entry.inputs)
  const same = present.find(({ inputs }) => JSON.stringify(inputs) === mark)
  const others = present.filter(each => each !== same)
  return [{ inputs: entry.inputs, hosts: { ...same?.hosts, ...entry.hosts } }, ...others].slice(0, most)
}
