import fc from 'fast-check'
import { type Node, parseTree } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { encodeAuth } from './auth-entry.ts'
import { putLogin } from './edit-config.ts'
import { readConfig } from './read-config.ts'
import { removeLogin } from './remove-login.ts'
import { undo, undoOf } from './undo.ts'

const host = 'public.ecr.aws'
const login = { username: 'AWS', password: 'secret' }
const auth = encodeAuth(login)

/** Texts of JSON in any layout: white space anywhere, escaped keys, odd spellings of numbers, repeated keys. */
const space = fc.constantFrom('', '', ' ', '\n', '\n\t', '\n  ', '\r\n    ', '\n\n', '\t ')
const key = fc.oneof(
  fc.string({ maxLength: 8 }).filter(text => !/^auths$|^creds|^credh/i.test(text)),
  fc.constantFrom('proxies', 'HttpHeaders', 'psFormat', '__proto__', 'a"b', 'e\\f', '}{][,:'),
)
const keyText = fc.tuple(key, fc.boolean()).map(([text, escaped]) => {
  const plain = JSON.stringify(text)
  return escaped ? plain.replace(/[a-z]/, letter => `\\u00${letter.charCodeAt(0).toString(16)}`) : plain
})
const scalar = fc.oneof(
  fc.constantFrom('1.0', '-0', '1E+2', '12345678901234567890', '1e400', 'true', 'false', 'null', '""'),
  fc.string({ unit: 'grapheme' }).map(text => JSON.stringify(text)),
  fc.constantFrom('"\\u00e4\\/"', '"}"', '"\\\\"', '"\\""', '"{\\"auths\\":{}}"'),
)
const listOf = (item: fc.Arbitrary<string>, [open, close]: readonly [string, string]) =>
  fc
    .tuple(
      fc.array(
        fc.tuple(space, item, space).map(parts => parts.join('')),
        { maxLength: 4 },
      ),
      space,
    )
    .map(([items, inside]) => open + (items.length === 0 ? inside : items.join(',')) + close)
const memberOf = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc
    .tuple(name, space, space, value)
    .map(([name, before, after, value]) => `${name}${before}:${after}${value}`)
const { value } = fc.letrec<{ value: string }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    listOf(tie('value'), ['[', ']']),
    listOf(memberOf(keyText, tie('value')), ['{', '}']),
  ),
}))

const foreignEntry = fc.constantFrom(
  '{}',
  'null',
  '{"auth":"QTpi"}',
  '{ "email" : "e", "x":[1.0] }',
  '{"auth": ""}',
)
const foreignHost = fc.constantFrom(
  '"ghcr.io"',
  '"https://index.docker.io/v1/"',
  '"PUBLIC.ECR.AWS"',
  '"public.ecr.aws:443"',
)
const ownEntry = fc.constantFrom(
  '{}',
  'null',
  '{"auth":"QTpi"}',
  '{"Auth":"QTpi","password":"p", "x":1}',
  '{ }',
)
const ownHost = fc.constantFrom(
  '"public.ecr.aws"',
  '"public\\u002eecr.aws"',
  '"https://public.ecr.aws"',
  '"http://public.ecr.aws/v2/"',
  '"public.ecr.aws/a"',
)
const foreign = memberOf(foreignHost, foreignEntry)
const own = memberOf(ownHost, ownEntry)
const auths = (entry: fc.Arbitrary<string>) =>
  memberOf(fc.constantFrom('"auths"', '"Auths"'), listOf(entry, ['{', '}']))
const textWith = (entry: fc.Arbitrary<string>) =>
  fc
    .tuple(
      space,
      listOf(fc.oneof({ arbitrary: memberOf(keyText, value), weight: 3 }, auths(entry)), ['{', '}']),
      space,
    )
    .map(parts => parts.join(''))
const untouched = fc.oneof(
  textWith(foreign),
  space,
  memberOf(fc.constant('"auths"'), fc.constant('null')).map(each => `{${each}}`),
)
const anyText = fc.oneof(untouched, textWith(fc.oneof(foreign, own)))

describe('for any text in any layout', () => {
  it('the login is there afterwards, and only its entry differs', () => {
    fc.assert(
      fc.property(anyText, before => {
        const { text } = putLogin(before, { host, auth })
        expect(configOf(text).auths.get(host)).toMatchObject({ ...login, identityToken: '' })
        expect(othersIn(text)).toEqual(othersIn(before))
      }),
      { numRuns: 1000 },
    )
  })

  it('editing and undoing gives the same bytes', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (before, stored) => {
        const { text } = putLogin(before, { host, auth: stored ? undefined : auth })
        expect(undo(text, undoOf(before, text))).toBe(before)
      }),
      { numRuns: 1000 },
    )
  })

  it('login and logout give the same bytes where there was no login before', () => {
    fc.assert(
      fc.property(untouched, before => {
        const { text, footprint } = putLogin(before, { host, auth })
        expect(removeLogin(text, host, footprint)).toBe(before)
      }),
      { numRuns: 1000 },
    )
  })

  it('two logins, taken out in any order, give the same bytes', () => {
    fc.assert(
      fc.property(untouched, fc.boolean(), (before, firstFirst) => {
        const one = putLogin(before, { host, auth })
        const two = putLogin(one.text, { host: 'second.example', auth })
        const out = firstFirst
          ? removeLogin(removeLogin(two.text, host, one.footprint) ?? '', 'second.example', one.footprint)
          : removeLogin(removeLogin(two.text, 'second.example', two.footprint) ?? '', host, one.footprint)
        expect(out).toBe(before)
      }),
    )
  })

  it('logging in twice changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, before => {
        const { text } = putLogin(before, { host, auth })
        expect(putLogin(text, { host, auth }).text).toBe(text)
      }),
    )
  })
})

function configOf(text: string) {
  const reading = readConfig(Buffer.from(text))
  if ('problem' in reading) throw new Error(reading.problem.reason)
  return reading.config
}

/** The raw text of everything that is not ours, read by another parser, in order. */
function othersIn(text: string): readonly string[] {
  const root = parseTree(text)
  const raw = (node: Node) => text.slice(node.offset, node.offset + node.length)
  const keyOf = (member: Node) => String(member.children?.[0]?.value)
  return (root?.children ?? []).flatMap(member => {
    if (keyOf(member).toLowerCase() !== 'auths') return [raw(member)]
    return (member.children?.[1]?.children ?? []).filter(entry => !isOurs(keyOf(entry))).map(raw)
  })
}

function isOurs(name: string): boolean {
  return /^(https?:\/\/)?public\.ecr\.aws(\/.*)?$/.test(name)
}
