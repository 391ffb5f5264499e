import type { SourceText } from '../source-text.ts'
import type { Document } from './parse.ts'
import { parsePlainLines } from './plain-lines.ts'
import type { Branch } from './tree.ts'

/**
 * Reads a YAML file whose top is a map; the parser is loaded for the first file that needs it.
 * @throws Failure `config-invalid` that shows the line with a caret
 */
export async function readMap(source: SourceText): Promise<Document & { readonly root: Branch }> {
  const root = parsePlainLines(source)
  if (root !== undefined) return { root, hasTags: source.text.includes('!'), doubles: [], hasMore: false }
  return (await import('./parse.ts')).parseMap(source)
}
