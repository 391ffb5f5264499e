import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import type { ReplaceOptions } from '../files.ts'
import { nameBeside, removeFile } from './beside.ts'
import { adopt, type Belonging, writeDurably, writeWhole } from './durable.ts'
import { overwriteInPlace } from './in-place.ts'
import { followLinks } from './links.ts'
import { giveToSudoer } from './sudo-owner.ts'
import { codeOf, unless } from './system-code.ts'

/**
 * See `Files.replace`. The folder is not flushed: it costs a tenth of a start of Node, and a power cut after
 * the rename brings back the old file, whole.
 */
export function atomicReplace(
  path: string,
  content: Uint8Array | string,
  options: ReplaceOptions = {},
): 'written' | 'changed' {
  const target = followLinks(path)
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const belonging = belongingOf(target, options)
  const temporary = nameBeside(target, 'new')
  try {
    if (!prepare(temporary, bytes, { ...options, belonging })) {
      return inPlace(target, bytes, options)
    }
    if (!isExpected(target, options)) return 'changed'
    if (!renamed(temporary, target)) return inPlace(target, bytes, options)
    return 'written'
  } finally {
    removeFile(temporary)
  }
}

/** @returns false when the new file could not be given the owner of the old one */
function prepare(
  temporary: string,
  bytes: Uint8Array,
  { belonging, mode = 0o600, flush = true }: ReplaceOptions & { readonly belonging: Belonging | undefined },
): boolean {
  const descriptor = openSync(temporary, 'wx', belonging === undefined ? mode : 0o600)
  try {
    if (belonging === undefined) giveToSudoer(descriptor, temporary)
    else adopt(descriptor, belonging)
    if (flush) writeDurably(descriptor, bytes)
    else writeWhole(descriptor, bytes)
    return true
  } catch (thrown) {
    if (codeOf(thrown) === 'EPERM') return false
    throw thrown
  } finally {
    closeSync(descriptor)
  }
}

/** @returns false when the target is a mount (EBUSY), which no rename can replace */
function renamed(temporary: string, target: string): boolean {
  try {
    renameSync(temporary, target)
    return true
  } catch (thrown) {
    if (codeOf(thrown) === 'EBUSY') return false
    throw thrown
  }
}

function inPlace(target: string, bytes: Uint8Array, options: ReplaceOptions): 'written' | 'changed' {
  if (!isExpected(target, options)) return 'changed'
  overwriteInPlace(target, readFileSync(target), bytes)
  return 'written'
}

function isExpected(target: string, options: ReplaceOptions): boolean {
  if (options.expect === undefined) return true
  const wanted = options.expect.bytes
  const now = unless(['ENOENT'], () => readFileSync(target))
  if (now === undefined || wanted === undefined) return now === wanted
  return now.equals(wanted)
}

function belongingOf(target: string, { tighten }: ReplaceOptions): Belonging | undefined {
  const facts = unless(['ENOENT'], () => statSync(target))
  const kept = tighten === true ? 0o7700 : 0o7777
  return facts === undefined ? undefined : { mode: facts.mode & kept, uid: facts.uid, gid: facts.gid }
}
