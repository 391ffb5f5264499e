import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeList,
  decodeLogin,
  decodeServer,
  encodeList,
  encodeLogin,
  helperSentences,
  helperWords,
  readGetAnswer,
  troubleOf,
} from './helper-protocol.ts'

const said = (stdout: string, exitCode = 0, stderr = '') => ({ stdout, stderr, exitCode })
const killed = { stdout: '', stderr: '', exitCode: undefined }

describe('what is said to a program', () => {
  it('reads as what was meant', () => {
    const login = fc.record({
      serverUrl: fc.string(),
      username: fc.string(),
      secret: fc.string({ maxLength: 9000 }),
    })
    fc.assert(
      fc.property(login, each => {
        expect(decodeLogin(encodeLogin(each))).toEqual(each)
      }),
    )
    const list = fc.array(fc.tuple(fc.string(), fc.string())).map(pairs => new Map(pairs))
    fc.assert(
      fc.property(list, each => {
        expect([...(decodeList(encodeList(each)) ?? [])].sort()).toEqual([...each].sort())
      }),
    )
  })

  it('has the names that Docker uses', () => {
    expect(encodeLogin({ serverUrl: 'public.ecr.aws', username: 'AWS', secret: 's' })).toBe(
      '{"ServerURL":"public.ecr.aws","Username":"AWS","Secret":"s"}',
    )
    expect(decodeServer('public.ecr.aws\r\n')).toBe('public.ecr.aws')
    expect(decodeServer('\n')).toBeUndefined()
  })

  it.each(['', 'x', '[]', 'null', '{"ServerURL":"x"}', '{"Username":1,"Secret":"s"}'])(
    '%j is not a login',
    text => {
      expect(decodeLogin(text)).toBeUndefined()
    },
  )

  it.each(['', 'x', '[]', 'null'])('%j is not a list', text => {
    expect(decodeList(text)).toBeUndefined()
  })
})

describe('readGetAnswer', () => {
  it.each([
    ['a login', said('{"ServerURL":"h","Username":"AWS","Secret":"s"}\n'), 'found'],
    ['a login without its server', said('{"Username":"AWS","Secret":"s"}'), 'found'],
    ['the sentence', said(`${helperSentences.notFound}\n`, 1), 'not-found'],
    ["Debian's pass", said('{"ServerURL":"","Username":"","Secret":""}'), 'not-found'],
    ['an error', said('error getting credentials: locked', 1), 'failed'],
    ['nonsense', said('hello'), 'failed'],
    ['nothing', said(''), 'failed'],
    ['a signal', killed, 'failed'],
  ])('%s', (_, output, type) => {
    expect(readGetAnswer(output).type).toBe(type)
  })
})

describe('helperWords', () => {
  it.each([
    [said('  out\n of\torder ', 1, 'err'), 'out of order'],
    [said('', 1, 'gpg: no key\n'), 'gpg: no key'],
    [said('', 2), 'it ended with code 2 and said nothing'],
    [killed, 'it was ended by a signal and said nothing'],
    [said('no: {"Username":"AWS","Secret":"s\\"3cret"}', 1), 'no: {"Username":"AWS","Secret":"***"}'],
    [said('a\u001b[2Jb', 1), 'a [2Jb'],
  ])('%j', (output, words) => {
    expect(helperWords(output)).toBe(words)
  })
})

it('the words of a program are cleaned before they are cut short', () => {
  const words = helperWords(said(`${'x'.repeat(490)}hush-hush-hush`, 1), text =>
    text.replace('hush-hush-hush', '*'),
  )
  expect(words).toBe(`${'x'.repeat(490)}*`)
})

describe('troubleOf', () => {
  it.each([
    ['The specified item already exists in the keychain. (-25299)', 'exists'],
    ['error storing credentials: The stub received bad data.', 'too-long'],
    ['bufio.Scanner: token too long', 'too-long'],
    ['not implemented', 'not-implemented'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'other'],
  ])('%s', (words, trouble) => {
    expect(troubleOf(words)).toBe(trouble)
  })
})
