import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainJsonError } from './json-error.ts'
import { readConfig } from './read-config.ts'

function configOf(text: string) {
  const reading = readConfig(Buffer.from(text))
  if ('problem' in reading) throw new Error(reading.problem.reason)
  return reading.config
}

function problemOf(bytes: string | readonly number[]) {
  const reading = readConfig(Buffer.from(bytes as string))
  if ('config' in reading) throw new Error('it was accepted')
  return reading.problem
}

describe('readConfig', () => {
  it.each([undefined, '', ' \t\r\n', '{}', '{"auths":null,"credsStore":null,"credHelpers":null}'])(
    'finds nothing in %j',
    text => {
      const reading = readConfig(text === undefined ? undefined : Buffer.from(text))
      expect(reading).toEqual({ config: { text, auths: new Map(), credsStore: '', credHelpers: new Map() } })
    },
  )

  it('reads logins as Docker does', () => {
    const { auths } = configOf(`{"auths":{
      "a": {"auth": "${btoa('user:pass:word\0\0')}", "password": "ignored"},
      "b": {"username": "u", "password": "p"},
      "c": {"Auth": "", "identitytoken": "i", "registrytoken": "r"},
      "d": null, "e": {"email": "x"}
    }}`)
    expect([...auths]).toEqual([
      ['a', { username: 'user', password: 'pass:word', identityToken: '', registryToken: '' }],
      ['b', { username: 'u', password: 'p', identityToken: '', registryToken: '' }],
      ['c', { username: '', password: '', identityToken: 'i', registryToken: 'r' }],
      ['d', { username: '', password: '', identityToken: '', registryToken: '' }],
      ['e', { username: '', password: '', identityToken: '', registryToken: '' }],
    ])
  })

  it("merges what is repeated, in any case of letters, as Go's decoder does", () => {
    const config = configOf(
      '{"CREDSSTORE":"a","credsStore":"b","credHelpers":{"h":"1"},"credhelpers":{"h":"2"},"auths":{"a":{}},"Auths":{"b":{}}}',
    )
    expect(config.credsStore).toBe('b')
    expect([...config.credHelpers]).toEqual([['h', '2']])
    expect([...config.auths.keys()]).toEqual(['a', 'b'])
  })

  it.each([
    ['"auths" twice, once as null', '{"auths":{"a":{}},"auths":null}', 'once as null'],
    ['text instead of a login', '{"auths":{"a":"b"}}', '"a" is not an object'],
    ['a list of helpers', '{"credHelpers":[]}', '"credHelpers" is not an object'],
    ['a helper that is no text', '{"credHelpers":{"h":{}}}', '"h" is not a text'],
    ['base64 without padding', '{"auths":{"a":{"auth":"QTpiYw"}}}', 'cannot be decoded'],
    ['a login without a user', `{"auths":{"a":{"auth":"${btoa(':p')}"}}}`, 'cannot be decoded'],
    ['a login without a colon', `{"auths":{"a":{"auth":"${btoa('AWS')}"}}}`, 'cannot be decoded'],
    ['a text', '"{}"', 'JSON object'],
    ['null', 'null', 'JSON object'],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00], 'UTF-16'],
    ['something behind the end', '{} x', 'not valid JSON'],
  ])('refuses %s', (_, bytes, words) => {
    expect(problemOf(bytes).reason).toContain(words)
  })

  it('accepts and refuses with JSON.parse, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.uint8Array().map(each => Buffer.from(each).toString('latin1')),
        ),
        text => {
          const reading = readConfig(Buffer.from(text))
          const isBlank = /^[ \t\r\n]*$/.test(text)
          if ('problem' in reading && reading.problem.notJson) expect(() => JSON.parse(text)).toThrow()
          if ('config' in reading && !isBlank) expect(JSON.parse(text)).toBeTypeOf('object')
        },
      ),
    )
  })
})

describe('explainJsonError', () => {
  it.each([
    ['{"a":1,}', 'a key in double quotes is missing', 1, 8],
    ['{\n\t"a" 1\n}', 'a colon is missing', 2, 6],
    ['{\n "a": tru\n}', 'a word that JSON does not know', 2, 7],
    ["{'a':1}", 'a word that JSON does not know', 1, 2],
    ['{"a":1}\n{}', 'behind the end', 2, 1],
    ['{"a":"b\tc"}', 'a control character', 1, 6],
  ])('%j', (text, reason, line, column) => {
    const problem = explainJsonError(text)
    expect(problem.reason).toContain(reason)
    expect(problem.position).toEqual({ line, column })
  })

  it.each([
    ['{"a":1,', true],
    ['{"a":{"b":"c"}\n', true],
    ['{"a"', true],
    ['{"a":1,}', false],
    ['{"a":1}}', false],
    ['{"a":1} x', false],
    ['}', false],
  ])('says that %j ends too early: %s', (text, early) => {
    expect(explainJsonError(text).reason.startsWith('it ends too early')).toBe(early)
  })

  it('never quotes the text, for it holds secrets', () => {
    expect(JSON.stringify(explainJsonError('{"auths":{"a":{"auth":c2VjcmV0}}}'))).not.toContain('c2V')
    expect(JSON.stringify(readConfig(Buffer.from('{"auths":{"a":{"auth":"c2VjcmV0"}}}')))).not.toContain(
      'c2V',
    )
  })

  it('finds something to say about everything that is not JSON', () => {
    const notJson = fc.string().filter(text => {
      try {
        JSON.parse(text)
        return false
      } catch {
        return true
      }
    })
    fc.assert(
      fc.property(notJson, text => {
        expect(explainJsonError(text).reason).toMatch(/^it /)
      }),
    )
  })
})
