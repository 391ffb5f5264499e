import { readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { coded, codeOf, unless } from './system-code.ts'

/** As many as Linux follows. */
const linkLimit = 40

/** The path that a write would really reach: links followed, the last one even when it leads nowhere. */
export function followLinks(path: string): string {
  let current = resolve(path)
  for (let hops = 0; hops < linkLimit; hops += 1) {
    const folder = realFolder(dirname(current))
    current = join(folder, basename(current))
    const target = linkTarget(current)
    if (target === undefined) return current
    current = resolve(folder, target)
  }
  throw coded('ELOOP', `ELOOP: too many symbolic links, ${path}`)
}

function realFolder(folder: string): string {
  return unless(['ENOENT'], () => realpathSync.native(folder)) ?? folder
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch (thrown) {
    // EINVAL (on Windows also UNKNOWN): something that is not a link.
    if (['ENOENT', 'EINVAL', 'UNKNOWN'].includes(codeOf(thrown) ?? '')) return undefined
    throw thrown
  }
}
