import { Failure } from '../errors/failure.ts'
import { originOf } from './source-text.ts'
import { type Pending, partsOf, type Tree } from './yaml/tree.ts'

/**
 * Holds a section that says which files are read against having programs in it: whoever only looks at a
 * configuration (`auth validate`, an editor, the doctor) must not run any by reading it.
 * @throws Failure `config-invalid` with the place of the first `!exec`
 */
export function refusePrograms(section: 'import' | 'profiles', tree: Tree): void {
  const pending = firstPending(tree)
  if (pending === undefined) return
  const { file, line, column } = originOf(pending)
  const reason = 'programs are run for values under auth and env only, not to decide which files are read'
  throw new Failure({
    code: 'config-invalid',
    what: `!exec cannot stand under ${section}`,
    why: `${file}:${line}:${column}: ${reason}`,
    next: section === 'import' ? 'Name the file, or a pattern' : 'Use --profile, or ATMOS_PROFILE',
    details: { file, line, column, reason: `!exec cannot stand under ${section}: ${reason}` },
  })
}

function firstPending(tree: Tree): Pending | undefined {
  if (tree.type === 'pending') return tree
  for (const [, part] of partsOf(tree)) {
    const found = firstPending(part)
    if (found !== undefined) return found
  }
  return undefined
}
