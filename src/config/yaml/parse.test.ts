import { describe, expect, it } from 'vitest'
import { Failure } from '../../errors/failure.ts'
import { writtenOf } from '../decode/written.ts'
import { originOf } from '../source-text.ts'
import { parseMap, parseYaml } from './parse.ts'
import { child } from './tree.ts'

const sourceOf = (text: string) => ({ file: '/a/atmos.yaml', text, remote: false })
const parsed = (text: string) => writtenOf(parseYaml(sourceOf(text)).root)

function failureOf(text: string): Failure {
  try {
    parseMap(sourceOf(text))
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown
    throw thrown
  }
  throw new Error(`${text} was read`)
}

describe('YAML', () => {
  it.each([
    ['nothing', '', {}],
    ['a comment only', '# hello\n', {}],
    ['anchors and aliases', 'a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['scalar anchors', 'a: &x 012\nc: *x', { a: 10, c: 10 }],
    ['quoted text', 'a: "012"\nb: \'true\'', { a: '012', b: 'true' }],
    [
      'a merge key, own keys winning',
      'a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}',
      { a: { b: 1, c: 2 }, d: { c: 3, b: 1 } },
    ],
    [
      'a merge key behind the keys it yields to',
      'a: &x {c: 2}\nd: {c: 3, <<: *x}',
      { a: { c: 2 }, d: { c: 3 } },
    ],
    [
      'a list of merges, the earlier winning',
      'a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc: {<<: [*x, *y]}',
      { a: { k: 1 }, b: { k: 2, l: 2 }, c: { k: 1, l: 2 } },
    ],
    ['a quoted merge key is a key', 'a: {"<<": 1}', { a: { '<<': 1 } }],
    ['keys that look like numbers', '012: a\ntrue: b', { '012': 'a', true: 'b' }],
    ['the first document only', 'a: 1\n---\na: 2', { a: 1 }],
    ['its own tags', 'a: !!str 012\nb: ! 012\nc: !<tag:yaml.org,2002:str> 1', { a: '012', b: '012', c: '1' }],
    ['a key called __proto__', '__proto__: {a: 1}', JSON.parse('{"__proto__": {"a": 1}}')],
    ['JSON', '{"a": [1, "b", null]}', { a: [1, 'b', null] }],
  ])('reads %s', (_, text, value) => expect(parsed(text)).toEqual(value))

  it('keeps tags of functions for later', () => {
    const { root, hasTags } = parseYaml(sourceOf('a: !env X\nb: !append [1]\nc: !unset'))
    expect(hasTags).toBe(true)
    expect(child(root, 'a')).toMatchObject({ type: 'tagged', tag: '!env', inner: { text: 'X' } })
    expect(child(root, 'b')).toMatchObject({ type: 'tagged', tag: '!append', inner: { type: 'list' } })
    expect(child(root, 'c')).toMatchObject({ type: 'tagged', tag: '!unset', inner: { text: '' } })
  })

  it('remembers where every value stands', () => {
    const { root } = parseYaml(sourceOf('a:\n  - b: "x"\r\n    c: !env Y\n  - d:\n'))
    const list = child(root, 'a')
    const items = list?.type === 'list' ? list.items : []
    const places = [child(items[0], 'b'), child(items[0], 'c'), child(items[1], 'd')].map(tree =>
      tree === undefined ? '' : `${originOf(tree).line}:${originOf(tree).column}`,
    )
    expect(places).toEqual(['2:8', '3:8', '4:5'])
  })

  it('notes keys that differ only in case, and further documents', () => {
    const { doubles, hasMore } = parseYaml(sourceOf('auth: {Dev: 1, dev: 2}\n---\nb: 1'))
    expect(doubles.map(({ pair, top }) => [pair.key, top])).toEqual([['dev', 'auth']])
    expect(hasMore).toBe(true)
  })
})

describe('YAML that cannot be read', () => {
  it('shows the line with a caret', () => {
    const failure = failureOf('auth:\n  identities: [a,\n')
    expect(failure.code).toBe('config-invalid')
    expect(failure.exitCode).toBe(3)
    expect(failure.why).toMatch(/^\/a\/atmos\.yaml:3:1: /)
    expect(failureOf('a: 1\nbb: {]').why).toContain('   2 | bb: {]\n     |      ^')
  })

  it('hides a secret on that line', () => {
    const { why } = failureOf('auth:\n  password: hunter2 : x')
    expect(why).toContain('password: ***')
    expect(why).not.toContain('hunter2')
  })

  it.each([
    ['a key twice', 'a: 1\na: 2', '2:1: the key "a" is written twice'],
    ['an unknown anchor', 'a: *b', '1:4: there is no anchor called b'],
    ['an anchor inside itself', 'a: &b [*b]', 'the anchor b contains itself'],
    ['a map as a key', '? {a: 1}\n: 2', 'a key must be plain text'],
    ['a tab for indentation', 'a:\n\tb: 1', 'tab'],
    ['a list at the top', '- a', 'the top of a configuration file must be a map'],
    ['a text at the top', 'hello', 'the top of a configuration file must be a map'],
    ['a merge of a text', 'a: {<<: b}', 'the key << needs a map'],
    ['two merge keys', 'a: &x {b: 1}\nc:\n  <<: *x\n  <<: *x', 'the key << is written twice'],
    ['a number that is none', 'a: !!int b', '"b" does not fit the tag !!int'],
    ['a zero byte', 'a: \0', 'null byte'],
    ['nesting without end', `a: ${'['.repeat(5000)}`, 'nesting'],
  ])('%s', (_, text, reason) => expect(failureOf(text).why).toContain(reason))

  it('stops aliases that multiply each other', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 10; level++) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`)
    }
    expect(failureOf(lines.join('\n')).why).toContain('aliases multiply')
  })

  it('stops aliases that nest each other', () => {
    const lines = ['a0: &a0 {x: 1}']
    for (let level = 1; level < 1000; level++) lines.push(`a${level}: &a${level} {x: *a${level - 1}}`)
    expect(failureOf(lines.join('\n')).why).toContain('aliases multiply')
  })
})
