import { relative } from 'node:path'

/** A file as it is shown: from the working folder where it lies below that, else whole, as are addresses. */
export function nearFile(file: string, folder: string): string {
  const near = relative(folder, file)
  return /^[a-z]+:\/\//.test(file) || near.startsWith('..') ? file : near
}
