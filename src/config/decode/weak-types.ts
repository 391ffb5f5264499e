import type { BaseIssue } from 'valibot'
import { nearestPart, type Tree } from '../yaml/tree.ts'

/**
 * Atmos converts between text, numbers and truths where a field needs another type than YAML saw: `"true"`
 * for a switch (also from `!env`, which gives text always), an unquoted number for a text (taken as it is
 * written, so that leading zeros survive).
 * @returns whether anything in `value` was changed
 */
export function convertTypes(value: unknown, issues: readonly BaseIssue<unknown>[], tree: Tree): boolean {
  let changed = false
  for (const { expected, path, input } of issues) {
    const keys = path?.map(item => String(item.key)) ?? []
    const last = keys.at(-1)
    if (last === undefined) continue
    const converted = convert(input, expected, nearestPart(tree, keys))
    const holder = holderOf(value, keys)
    if (converted === undefined || holder === undefined) continue
    holder[last] = converted
    changed = true
  }
  return changed
}

function convert(input: unknown, expected: string | null, tree: Tree): unknown {
  const takesText = (expected ?? '')
    .replace(/^\((.*)\)$/, '$1')
    .split(' | ')
    .includes('string')
  if (takesText && (typeof input === 'number' || typeof input === 'boolean')) {
    return tree.type === 'leaf' ? tree.text : undefined
  }
  if (typeof input !== 'string') return undefined
  if (expected === 'boolean') return { true: true, false: false, '1': true, '0': false }[input.toLowerCase()]
  return expected === 'number' && /^[-+]?\d+(\.\d+)?$/.test(input) ? Number(input) : undefined
}

function holderOf(value: unknown, keys: readonly string[]): Record<string, unknown> | undefined {
  let current = value
  for (const key of keys.slice(0, -1)) current = (current as Record<string, unknown> | undefined)?.[key]
  return typeof current === 'object' && current !== null ? (current as Record<string, unknown>) : undefined
}
