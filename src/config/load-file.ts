import { Failure } from '../errors/failure.ts'
import { applyFunctions } from './functions/apply.ts'
import { importEntries, importedFiles, importPath } from './imports.ts'
import { attempt, type Loading } from './loading.ts'
import { type Reference, readSource } from './reference.ts'
import { originOf, type SourceText } from './source-text.ts'
import type { Document } from './yaml/parse.ts'
import { readMap } from './yaml/read-map.ts'
import type { Branch, Pair, Tree } from './yaml/tree.ts'

/** What we read of a file; all else in it is left alone. */
const usedKeys = ['import', 'base_path', 'profiles', 'env', 'auth']
const deepestImport = 10
/** Files that import each other in ever new ways must end somewhere. */
const mostFiles = 2_000

export interface FileToLoad {
  readonly reference: Reference
  /** Files whose imports led here, outermost first. */
  readonly trail?: readonly string[]
  /** Whether its imports are followed; default true. */
  readonly imports?: boolean
}

/**
 * Reads a file and what it imports, imports first, so that the file itself wins.
 * @throws Failure when it cannot be read, is no YAML map, or imports in a circle or too deep
 */
export async function loadFile(
  loading: Loading,
  { reference, trail = [], imports = true }: FileToLoad,
): Promise<void> {
  const name = reference.type === 'local' ? reference.path : reference.url
  mustEnd(loading, name, trail)
  const source = await readSource(reference, loading.effects)
  const document = await readMap(source)
  noteDoubts(loading, document, source)
  const used = await usedPart(loading, document, source)
  const entries = imports ? await attempt(loading, () => importEntries(used)) : undefined
  for (const entry of entries ?? []) {
    await attempt(loading, () => loadImport(loading, entry, { used, trail: [...trail, name] }))
  }
  loading.files.push(name)
  loading.layers.push(used)
}

function mustEnd(loading: Loading, name: string, trail: readonly string[]): void {
  const path = [...trail, name].join(' → ')
  if (trail.includes(name)) throw tooMuch(name, `the files import each other: ${path}`)
  if (trail.length > deepestImport)
    throw tooMuch(name, `imports are nested deeper than ${deepestImport}: ${path}`)
  if (loading.files.length >= mostFiles) throw tooMuch(name, `more than ${mostFiles} files are imported`)
}

function tooMuch(name: string, why: string): Failure {
  const next = 'Take one of the imports out'
  return new Failure({ code: 'config-import-failed', what: `Could not import ${name}`, why, next })
}

/** Only what we use has its functions carried out: an unknown function elsewhere is none of our business. */
async function usedPart(loading: Loading, document: Document & { root: Branch }, source: SourceText) {
  const pairs = new Map<string, Pair>()
  for (const key of usedKeys) {
    const pair = document.root.pairs.get(key)
    if (pair === undefined) continue
    const value = document.hasTags
      ? await applyFunctions(pair.value, loading.effects, [source.file])
      : pair.value
    pairs.set(key, { ...pair, value })
  }
  return { ...document.root, pairs }
}

function noteDoubts(loading: Loading, document: Document, source: SourceText): void {
  for (const { pair, top } of document.doubles) {
    if (!usedKeys.includes(top)) continue
    loading.problems.push({
      severity: 'warning',
      path: top,
      message: `${pair.key} is written twice in this map, once in other letter case; the later one counts`,
      origin: originOf(pair),
    })
  }
  if (!document.hasMore) return
  const message = 'the file has several YAML documents; like Atmos, this program reads the first only'
  loading.problems.push({
    severity: 'warning',
    path: '',
    message,
    origin: originOf({ source, at: 0 }),
  })
}

interface Importer {
  readonly used: Branch
  readonly trail: readonly string[]
}

async function loadImport(loading: Loading, entry: Tree, { used, trail }: Importer): Promise<void> {
  const text = importPath(entry)
  try {
    for (const reference of importedFiles(loading, text, used)) await loadFile(loading, { reference, trail })
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'config-import-failed') throw thrown
    const { file, line, column } = originOf(entry)
    const place = `${file}:${line}:${column}`
    // The innermost import is the one to correct, so its place is the one that is kept.
    if (thrown.details.importedAt !== undefined) throw thrown
    throw new Failure({
      code: 'config-import-failed',
      what: thrown.what,
      why: `${thrown.why} (imported at ${place})`,
      next: thrown.next ?? 'Correct the import',
      details: { file, line, column, importedAt: place },
      cause: thrown,
    })
  }
}
