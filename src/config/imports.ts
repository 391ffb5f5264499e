import { dirname, isAbsolute, resolve } from 'node:path'
import { Failure } from '../errors/failure.ts'
import { filesMatching, isGlob } from './find/glob.ts'
import { typeAt } from './find/probe.ts'
import { isYaml, yamlFilesBelow } from './find/yaml-files.ts'
import type { Loading } from './loading.ts'
import { type Reference, resolveReference } from './reference.ts'
import { refusePrograms } from './refuse-programs.ts'
import { originOf } from './source-text.ts'
import { type Branch, child, isNothing, type Tree } from './yaml/tree.ts'

/** What stands under `import:`, in its order. @throws Failure when a program (`!exec`) is among it */
export function importEntries(used: Branch): readonly Tree[] {
  const value = child(used, 'import')
  if (isNothing(value)) return []
  refusePrograms('import', value)
  return value.type === 'list' ? value.items : [value]
}

/** The path, pattern or address of an entry. @throws Failure when it is none */
export function importPath(entry: Tree): string {
  if (entry.type === 'leaf' && typeof entry.value === 'string' && entry.value !== '') return entry.value
  const { file, line, column } = originOf(entry)
  const reason = entry.type === 'broken' ? entry.message : 'an import must be a path or an https:// address'
  throw new Failure({
    code: 'config-invalid',
    what: `Could not read the imports of ${file}`,
    why: `${file}:${line}:${column}: ${reason}`,
    details: { file, line, column, reason },
  })
}

/**
 * The files of one import: a path or pattern, from the importing file's folder or else from `base_path`.
 * @throws Failure `config-import-failed` for a folder that holds no other file
 */
export function importedFiles(loading: Loading, text: string, used: Branch): readonly Reference[] {
  const own = resolveReference(text, used.source, loading.effects)
  if (own.type === 'remote') return [own]
  const { file } = used.source
  const found = localFiles(own.path, { importer: file }, loading)
  if (found.length > 0) return found
  const base = basePathOf(loading, used)
  const below =
    base === undefined || isAbsolute(text) ? [] : localFiles(resolve(base, text), { importer: file }, loading)
  if (below.length > 0) return below
  if (typeAt(own.path, loading.effects) === 'folder') throw nothingElseIn(own.path)
  // Reading it gives the failure with the path in it; a pattern may match nothing.
  return isGlob(text) ? [] : [own]
}

function nothingElseIn(folder: string): Failure {
  return new Failure({
    code: 'config-import-failed',
    what: `Could not import ${folder}`,
    why: 'no other YAML file lies in it',
    next: 'Correct the path, or take the import out',
  })
}

/** `--base-path` counts from the working folder, `base_path` in a file from the file's folder. */
function basePathOf({ options, effects }: Loading, used: Branch): string | undefined {
  if (options.basePath !== undefined) return resolve(effects.env.cwd, options.basePath)
  const written = child(used, 'base_path')
  const isText = written?.type === 'leaf' && typeof written.value === 'string'
  return isText && !used.source.remote ? resolve(dirname(used.source.file), written.text) : undefined
}

/** The files that a path or pattern means; never the importing file itself, even where it lies among them. */
function localFiles(
  path: string,
  { importer }: { readonly importer: string },
  { effects }: Loading,
): readonly Reference[] {
  const local = (file: string): Reference => ({ type: 'local', path: file })
  const others = (files: readonly string[]) => files.filter(file => file !== importer).map(local)
  if (isGlob(path)) return others(filesMatching(path, effects).filter(isYaml))
  const type = typeAt(path, effects)
  if (type === 'file') return [local(path)]
  if (type === 'folder') return others(yamlFilesBelow(path, effects))
  const named = [`${path}.yaml`, `${path}.yml`].find(file => typeAt(file, effects) === 'file')
  return named === undefined ? [] : [local(named)]
}
