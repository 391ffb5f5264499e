import { dirname, isAbsolute, resolve } from 'node:path'
import { Failure } from '../errors/failure.ts'
import { filesMatching, isGlob } from './glob.ts'
import type { Loading } from './loading.ts'
import { typeAt } from './probe.ts'
import { type Reference, resolveReference } from './reference.ts'
import { refusePrograms } from './refuse-programs.ts'
import { originOf } from './source-text.ts'
import { type Branch, child, type Leaf, type Tree } from './yaml/tree.ts'
import { yamlFilesBelow } from './yaml-files.ts'

/** What stands under `import:`, in its order. @throws Failure when an entry is no path, or a program (`!exec`) */
export function importEntries(used: Branch): readonly Leaf[] {
  const value = child(used, 'import')
  if (value === undefined || (value.type === 'leaf' && value.value === null)) return []
  refusePrograms('import', value)
  const entries = value.type === 'list' ? value.items : [value]
  return entries.map(mustBePath)
}

function mustBePath(entry: Tree): Leaf {
  if (entry.type === 'leaf' && typeof entry.value === 'string' && entry.value !== '') return entry
  const { file, line, column } = originOf(entry)
  throw new Failure({
    code: 'config-invalid',
    what: `Could not read the imports of ${file}`,
    why: `${file}:${line}:${column}: ${entry.type === 'broken' ? entry.message : 'an import must be a path or an https:// address'}`,
    details: { file, line, column },
  })
}

/** The files of one import: a path or pattern, from the importing file's folder or else from `base_path`. */
export function importedFiles(loading: Loading, text: string, used: Branch): readonly Reference[] {
  const own = resolveReference(text, used.source, loading.effects)
  if (own.type === 'remote') return [own]
  const found = localFiles(own.path, loading)
  if (found.length > 0) return found
  const base = basePathOf(loading, used)
  const below = base === undefined || isAbsolute(text) ? [] : localFiles(resolve(base, text), loading)
  if (below.length > 0) return below
  // Reading it gives the failure with the path in it; a pattern may match nothing.
  return isGlob(text) ? [] : [own]
}

/** `--base-path` counts from the working folder, `base_path` in a file from the file's folder. */
function basePathOf({ options, effects }: Loading, used: Branch): string | undefined {
  if (options.basePath !== undefined) return resolve(effects.env.cwd, options.basePath)
  const written = child(used, 'base_path')
  const isText = written?.type === 'leaf' && typeof written.value === 'string'
  return isText && !used.source.remote ? resolve(dirname(used.source.file), written.text) : undefined
}

function localFiles(path: string, { effects }: Loading): readonly Reference[] {
  const local = (file: string): Reference => ({ type: 'local', path: file })
  if (isGlob(path)) return filesMatching(path, effects).filter(isYamlName).map(local)
  const type = typeAt(path, effects)
  if (type === 'file') return [local(path)]
  if (type === 'folder') return yamlFilesBelow(path, effects).map(local)
  const named = [`${path}.yaml`, `${path}.yml`].find(file => typeAt(file, effects) === 'file')
  return named === undefined ? [] : [local(named)]
}

function isYamlName(file: string): boolean {
  return /\.ya?ml$/.test(file)
}
