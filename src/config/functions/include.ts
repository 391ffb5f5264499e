import { readSource, resolveReference } from '../reference.ts'
import type { SourceText } from '../source-text.ts'
import { leafOf, type Tree, treeOf } from '../yaml/tree.ts'
import { type FunctionCall, functionFailure, type YamlFunction } from './function.ts'
import { treeAt } from './tree-path.ts'
import { parseVariables } from './variables-file.ts'

/**
 * `!include FILE` or `!include FILE .path.in.it`: the content of a local or https file. YAML and JSON become
 * a part of the configuration (with their own places), `.env` files a map, all else is text.
 */
export const include: YamlFunction = async call => {
  const { source, path } = await included(call)
  const whole = await contentOf(call, source)
  return treeAt(call, whole, path)
}

/** `!include.raw FILE`: the text of a file, whatever it is. */
export const includeRaw: YamlFunction = async call => {
  const { source } = await included(call)
  return leafOf(source.text, call, call.tag)
}

async function included(call: FunctionCall) {
  const [, file = '', query = ''] = /^("[^"]*"|'[^']*'|\S+)\s*([\s\S]*)$/.exec(call.argument.trim()) ?? []
  if (file === '') {
    throw functionFailure(call, 'it names no file', `Write ${call.tag} FILE or ${call.tag} FILE .some.key`)
  }
  const reference = resolveReference(unquoted(file), call.source, call.effects)
  return { source: await readSource(reference, call.effects), path: unquoted(query) }
}

/** Without the quotes that stand around all of it. */
function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text
}

async function contentOf(call: FunctionCall, source: SourceText): Promise<Tree> {
  const name = new URL(source.file, 'file:///').pathname
  if (/\.(ya?ml|json)$/i.test(name)) {
    const { parseYaml } = await import('../yaml/parse.ts')
    return await call.expand(parseYaml(source).root, source)
  }
  if (/(^|\/|\.)env$/i.test(name)) return treeOf(parseVariables(source.text), { source, at: 0 }, call.tag)
  if (/\.(hcl|tf|tfvars)$/i.test(name)) {
    throw functionFailure(
      call,
      `${source.file} is HCL, which this program does not read`,
      'Include YAML or JSON, or take the text with !include.raw',
    )
  }
  return leafOf(source.text, call, call.tag)
}
