import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writtenOf } from './decode/written.ts'
import { mergeAll } from './merge.ts'
import { type Branch, nearestPart, type Tree, treeOf } from './yaml/tree.ts'

const place = { source: { file: '/a', text: '', remote: false }, at: 0 }
const nothing: Branch = { type: 'branch', ...place, pairs: new Map() }
const branch = (value: object) => treeOf(value, place, '') as Branch
const shown = (tree: Tree) => JSON.stringify(writtenOf(tree))
const merged = (...layers: object[]) => writtenOf(mergeAll(nothing, layers.map(branch)))

const tagged = (key: string, value: Tree): Branch => ({
  ...nothing,
  pairs: new Map([[key, { key, value, ...place }]]),
})
const appended = (key: string, items: unknown[]) =>
  tagged(key, { ...(treeOf(items, place, '') as Tree & { type: 'list' }), append: true })
const unset = (key: string) => tagged(key, { type: 'unset', ...place })

/** Maps whose shapes agree: a key is either always a map or never one, as configurations are. */
const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }))
const { tree } = fc.letrec<{ tree: Record<string, unknown> }>(tie => ({
  tree: fc
    .tuple(
      fc.dictionary(fc.constantFrom('a', 'b', 'C'), leaf, { maxKeys: 3 }),
      fc.dictionary(fc.constantFrom('x', 'y', 'Z'), fc.oneof({ maxDepth: 3 }, fc.constant({}), tie('tree')), {
        maxKeys: 3,
      }),
    )
    .map(([leaves, maps]) => ({ ...leaves, ...maps })),
}))

describe('merging', () => {
  it('gives the one layer there is', () => {
    fc.assert(fc.property(tree, one => void expect(merged(one)).toEqual(merged(one, one))))
    fc.assert(fc.property(tree, one => void expect(merged({}, one, {})).toEqual(merged(one))))
  })

  it('does not care how layers are grouped', () => {
    fc.assert(
      fc.property(tree, tree, tree, (one, two, three) => {
        const left = mergeAll(mergeAll(branch(one), [branch(two)]), [branch(three)])
        const right = mergeAll(branch(one), [mergeAll(branch(two), [branch(three)])])
        expect(writtenOf(left)).toEqual(writtenOf(right))
      }),
    )
  })

  it('lets the last layer win wherever it says something', () => {
    fc.assert(
      fc.property(tree, tree, (one, two) => {
        const result = mergeAll(branch(one), [branch(two)])
        const last = branch(two)
        for (const [key, pair] of last.pairs) {
          if (pair.value.type === 'branch') continue
          expect(shown(result.pairs.get(key)?.value as Tree)).toBe(shown(pair.value))
        }
      }),
    )
  })

  it('keeps every key of every layer', () => {
    fc.assert(
      fc.property(tree, tree, (one, two) => {
        const keys = new Set([...branch(one).pairs.keys(), ...branch(two).pairs.keys()])
        expect(new Set(mergeAll(branch(one), [branch(two)]).pairs.keys())).toEqual(keys)
      }),
    )
  })

  it('leaves what it merges as it was', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), layers => {
        const branches = layers.map(branch)
        const before = branches.map(shown)
        mergeAll(branches[0] as Branch, [...branches, ...branches])
        expect(branches.map(shown)).toEqual(before)
      }),
    )
  })

  it.each([
    ['lists are replaced', [{ a: [1, 2] }, { a: [3] }], { a: [3] }],
    [
      'keys are the same in any case, spelled as first',
      [{ Dev: { A: 1 } }, { dEV: { b: 2 } }],
      { Dev: { A: 1, b: 2 } },
    ],
    ['an empty value leaves a map alone', [{ a: { b: 1 } }, { a: null }], { a: { b: 1 } }],
    ['an empty value replaces a text', [{ a: 'b' }, { a: null }], { a: null }],
    ['a map replaces an empty value', [{ a: null }, { a: { b: 1 } }], { a: { b: 1 } }],
    ['a text replaces a map', [{ a: { b: 1 } }, { a: 'dev' }], { a: 'dev' }],
    [
      'an identity is merged, not replaced',
      [{ i: { kind: 'k', via: { provider: 'p' } } }, { i: { default: true } }],
      { i: { kind: 'k', via: { provider: 'p' }, default: true } },
    ],
  ])('%s', (_, layers, result) => expect(merged(...layers)).toEqual(result))

  it('leaves a map where it was declared, and takes other values from where they are said', () => {
    const later = { source: { file: '/b', text: '', remote: false }, at: 7 }
    const over = treeOf({ i: { default: true }, v: 2 }, later, '') as Branch
    const result = mergeAll(branch({ i: { kind: 'k' }, v: 1 }), [over])
    expect(result.pairs.get('i')?.source.file).toBe('/a')
    expect(result.pairs.get('v')?.source.file).toBe('/b')
    expect(nearestPart(result, ['i', 'default']).source.file).toBe('/b')
  })

  it('appends to a list, or starts one', () => {
    expect(writtenOf(mergeAll(branch({ a: [1] }), [appended('a', [2]), appended('a', [3])]))).toEqual({
      a: [1, 2, 3],
    })
    expect(writtenOf(mergeAll(nothing, [appended('a', [2])]))).toEqual({ a: [2] })
  })

  it('removes a key, which may come back later', () => {
    expect(writtenOf(mergeAll(branch({ a: 1, b: 2 }), [unset('A'.toLowerCase())]))).toEqual({ b: 2 })
    expect(writtenOf(mergeAll(branch({ a: { x: 1 } }), [unset('a'), branch({ a: { y: 2 } })]))).toEqual({
      a: { y: 2 },
    })
    expect(writtenOf(mergeAll(nothing, [tagged('a', tagged('b', { type: 'unset', ...place }))]))).toEqual({
      a: {},
    })
  })
})
