import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../errors/failure.ts'
import { parseYaml } from './parse.ts'
import { parsePlainLines } from './plain-lines.ts'
import type { Tree } from './tree.ts'

const sourceOf = (text: string) => ({ file: '/a', text, remote: false })

/** Everything a tree says, without the source, which both share. */
function bare(tree: Tree): unknown {
  if (tree.type === 'list') return { ...tree, source: undefined, items: tree.items.map(bare) }
  if (tree.type !== 'branch') return { ...tree, source: undefined }
  const pairs = [...tree.pairs].map(([lower, { key, at, value }]) => [lower, key, at, bare(value)])
  return { type: 'branch', at: tree.at, pairs }
}

function parsed(text: string): unknown {
  try {
    const { root, hasTags, doubles, hasMore } = parseYaml(sourceOf(text))
    return { root: bare(root), hasTags, doubles: doubles.length, hasMore }
  } catch (thrown) {
    if (thrown instanceof Failure) return `failure: ${thrown.why}`
    throw thrown
  }
}

function holdsTag(tree: Tree): boolean {
  if (tree.type === 'list') return tree.items.some(holdsTag)
  if (tree.type !== 'branch') return tree.type === 'tagged'
  return [...tree.pairs.values()].some(({ value }) => holdsTag(value))
}

/** Whether the short way took it; if so, it must be what the parser makes of it. */
function agrees(text: string): boolean {
  const root = parsePlainLines(sourceOf(text))
  if (root === undefined) return false
  expect({ root: bare(root), hasTags: holdsTag(root), doubles: 0, hasMore: false }).toEqual(parsed(text))
  return true
}

const key = fc.constantFrom(
  'a',
  'b',
  'A',
  'kind',
  'team-1/role',
  'true',
  'null',
  'x.y',
  '_',
  'a@b',
  'a b',
  '1',
  '- a',
  '-',
  '-',
  '<<',
  '"q"',
  'ä',
  'a:',
)
const plain = fc.constantFrom(
  'x',
  '012',
  '0x1f',
  '1_0',
  'true',
  'null',
  '~',
  '.5',
  '-5',
  '+5',
  '1e3',
  '2024-01-01',
  'a b',
  'a  b',
  'a, b',
  'arn:aws:iam::1:role/x',
  'a::b',
  'a::',
  '::a',
  'a:: b',
  'https://h/p?q=1',
  'a:',
  'a: b',
  'a #b',
  'a#b',
  '"q"',
  "'q'",
  '"a\\n"',
  '""',
  "'it''s'",
  '"a" b',
  '"a"b',
  '[a]',
  '{}',
  '[]',
  '{ a: 1 }',
  '{a: b, c: {d: "e", f: [g, 1, h i]}}',
  '{a: b,c: d}',
  '{a: b c, a: d}',
  '{a: }',
  '{a}',
  '{a:1}',
  '{ }',
  '[ a , b ]',
  '[a,]',
  '[a: b]',
  '{"a": 1}',
  '{a: b} c',
  '[a, , b]',
  '{a: b: c}',
  '{a: http://x}',
  '[a#b]',
  '[a #b]',
  '[-a, -1, .5]',
  '{a: -}',
  '&a x',
  '*a',
  '!env X',
  '!env X a default',
  '!env  012',
  '!env "a b"',
  "!env 'q' r",
  '!env X: y',
  '!env X # c',
  '!env #c',
  '!env -x',
  '!env &a x',
  '!env [a]',
  '!a',
  '!a.b-c x',
  '!a !b c',
  '!!str 1',
  '! 1',
  '!<x> y',
  '!a:b c',
  '{a: !env X, b: !x "y", c: !z w}',
  '{a: !env X d, e: [!f g, h]}',
  '{a: !env }',
  '[!env X, ]',
  '| ',
  '>',
  '@x',
  '`x',
  '%x',
  '- x',
  '-x',
  '--- x',
  '...',
  '? x',
  ':x',
  'x:y',
  'x:/y',
  'a:.b',
  'é',
  'x\u0085',
  '=',
  '~x',
  'x,',
  ',x',
  'x:-y',
  '<<',
)
const value = fc.oneof(fc.constant(''), plain)
const end = fc.constantFrom(
  '\n',
  '\r\n',
  ' \n',
  '  # c\n',
  '#c\n',
  ' #\n',
  '\t\n',
  '\n\n',
  '\n# c\n',
  '\n      # c\n',
  '\r',
  '',
)
const space = fc.constantFrom('', ' ', '  ', '   ', '    ', '      ', '\t')
const someLine = fc
  .tuple(space, key, fc.constantFrom(':', ': ', ':  ', ' : ', ''), value, end)
  .map(parts => parts.join(''))

/** Mostly right: indentation in steps of two, keys that differ. */
const tidyLine = fc.tuple(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 40 }),
  value,
  fc.constantFrom('\n', '\r\n', ' # c\n'),
)
const tidy = fc.array(tidyLine, { maxLength: 12 }).map(lines =>
  lines
    .map(([depth, name, text, last]) => {
      const start = name > 30 ? '-' : `k${name}:`
      return `${'  '.repeat(depth)}${start}${text && ` ${text}`}${last}`
    })
    .join(''),
)

/** Files that are plain, nested as it comes. */
const good = fc.constantFrom(
  'x',
  '012',
  'true',
  '~x'.slice(1),
  'a b',
  'a, b',
  'arn:aws:iam::1:role/x',
  '"q r"',
  "'s'",
  '[a, b c]',
  '{a: b, c: {d: [1]}}',
  '',
  '[]',
  '!env X',
  '!env X 012',
  '!exec "a b"',
  '{a: !env X, b: [!include x.yaml .y]}',
)
const { file } = fc.letrec<{ file: readonly string[] }>(tie => ({
  file: fc
    .array(
      fc.oneof(
        { maxDepth: 4 },
        good.map(text => [`:${text && ` ${text}`}`]),
        fc
          .tuple(
            fc.array(
              good.filter(text => text !== ''),
              { minLength: 1, maxLength: 3 },
            ),
            fc.constantFrom('', '  '),
          )
          .map(([items, indent]) => [':', ...items.map(item => `${indent}- ${item}`)]),
        fc
          .tuple(tie('file'), fc.constantFrom('  ', ' ', '    '))
          .map(([lines, indent]) => [':', ...lines.map(line => indent + line)]),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map(entries => entries.flatMap(([first = '', ...rest], index) => [`k${index}${first}`, ...rest])),
}))

describe('plain lines', () => {
  it('mean what the parser makes of them, whatever the lines', () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 8 }), lines => void agrees(lines.join(''))),
      { numRuns: 5000 },
    )
  }, 30_000)

  it('mean what the parser makes of them, for tidy files too', () => {
    let taken = 0
    fc.assert(
      fc.property(tidy, text => {
        if (agrees(text)) taken++
      }),
      { numRuns: 5000 },
    )
    expect(taken).toBeGreaterThan(50)
  }, 30_000)

  it('are all files that look plain', () => {
    fc.assert(
      fc.property(file, lines => agrees(lines.join('\n'))),
      { numRuns: 2000 },
    )
  }, 30_000)

  it('mean what the parser makes of them after a slip of the hand', () => {
    const char = fc.oneof(
      fc.constantFrom(...' \n:-#,[]{}"\'&*!|>%@\\t\r\t'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    )
    fc.assert(
      fc.property(file, fc.nat(), fc.nat({ max: 3 }), char, (lines, where, gone, put) => {
        const text = lines.join('\n')
        const at = where % (text.length + 1)
        agrees(text.slice(0, at) + put + text.slice(at + gone))
      }),
      { numRuns: 10_000 },
    )
  }, 30_000)

  it('mean what the parser makes of them, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => void agrees(text)),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => void agrees(`a: 1\nb: ${text}\n`)),
      { numRuns: 5000 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => void agrees(`a:\n  b: "${text}" # ${text}\n`)),
      { numRuns: 5000 },
    )
  }, 30_000)

  it.each([
    ['a: 1', true],
    ['a: 1\n', true],
    ['a:\n  b: c\n\n  d: "e f"  # g\nh:\ni: \'j\'\n', true],
    ['# only a comment\n', false],
    ['', false],
    ['a: 1\na: 2\n', false],
    ['a: 1\nA: 2\n', false],
    ['a: b\n  c: d\n', false],
    ['  a: b\n', false],
    ['a:\n    b: c\n  d: e\n', false],
    ['a: [b, {c: d, e: [1]}]\nf: {}\n', true],
    ['a:\n- b\n- {c: d}\ne:\n  - f\n  - "g"\nh: i\n', true],
    ['a: {b: c, b: d}\n', false],
    ['a: [b\n', false],
    ['a:\n  - b: c\n', false],
    ['a:\n  -\n', false],
    ['a: &x b\n', false],
    ['a: !env B\n', true],
    ['a: !env\n', false],
    ['a: !append [b]\n', false],
    ['a: |\n  b\n', false],
    ['- a\n', false],
    ['---\na: b\n', false],
    [`${Array.from({ length: 60 }, (_, n) => `${' '.repeat(n)}k:`).join('\n')}\n`, false],
  ])('%j is plain: %s', (text, isPlain) => expect(agrees(text)).toBe(isPlain))
})
