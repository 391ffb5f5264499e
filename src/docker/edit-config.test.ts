import { describe, expect, it } from 'vitest'
import { encodeAuth } from './auth-entry.ts'
import { putLogin } from './edit-config.ts'
import { removeLogin } from './remove-login.ts'

const host = 'public.ecr.aws'
const auth = encodeAuth({ username: 'AWS', password: 'new' })
const old = encodeAuth({ username: 'AWS', password: 'old' })

const put = (text: string | undefined) => putLogin(text, { host, auth }).text

/** 5,000 members of an object, each with its own spelling of the key. */
const many = (key: (n: number) => string) =>
  Array.from({ length: 5000 }, (_, n) => `"${key(n)}":{"auth":"${old}"}`).join(',')

describe('thousands of entries', () => {
  it.each([
    ['under aliases', `{"auths":{${many(n => `https://${host}/${n}`)},"x":{}}}`],
    ['for the host itself', `{"auths":{"x":{},${many(() => host)}}}`],
    [
      'with many logins in one',
      `{"auths":{"x":{},"${host}":{${many(() => 'auth').replaceAll(/\{.*?\}/g, '""')}}}}`,
    ],
  ])('%s are left behind within two seconds', (_, before) => {
    const begin = performance.now()
    const { auths } = JSON.parse(put(before)) as { auths: Record<string, unknown> }
    expect(auths).toEqual({ x: {}, [host]: { auth } })
    expect(performance.now() - begin).toBeLessThan(2000)
  })

  it('are taken out within two seconds', () => {
    const begin = performance.now()
    expect(removeLogin(`{"auths":{"x":{},${many(() => host)}}}`, host)).toBe('{"auths":{"x":{}}}')
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})

describe('putLogin', () => {
  it('writes a new file as Docker does', () => {
    expect(put(undefined)).toBe(`{\n\t"auths": {\n\t\t"${host}": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t}\n}`)
  })

  it.each([
    ['an empty file', '', `{\n\t"auths": {\n\t\t"${host}": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t}\n}`],
    ['white space', ' \n', `{\n\t"auths": {\n\t\t"${host}": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t}\n} \n`],
    ['{}', '{}\n', `{\n\t"auths": {\n\t\t"${host}": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t}\n}\n`],
    ['one line', '{"a":1}', `{"a":1,"auths":{"${host}":{"auth":"${auth}"}}}`],
    ['one airy line', '{ "a": 1, "b": 2 }', `{ "a": 1, "b": 2, "auths": {"${host}": {"auth": "${auth}"}} }`],
    [
      'two spaces',
      '{\n  "auths": {\n    "x": {}\n  },\n  "n": 1.0\n}\n',
      `{\n  "auths": {\n    "x": {},\n    "${host}": {\n      "auth": "${auth}"\n    }\n  },\n  "n": 1.0\n}\n`,
    ],
    [
      'Windows line ends',
      '{\r\n    "auths": {}\r\n}',
      `{\r\n    "auths": {\r\n        "${host}": {\r\n            "auth": "${auth}"\r\n        }\r\n    }\r\n}`,
    ],
    ['"auths": null', '{"auths": null}', `{"auths": {"${host}": {"auth": "${auth}"}}}`],
    ['a key in other case', '{"Auths":{}}', `{"Auths":{"${host}":{"auth":"${auth}"}}}`],
    [
      'blank lines between members',
      '{\n\n\t"a": 1,\n\n\t"b": 2\n}',
      `{\n\n\t"a": 1,\n\n\t"b": 2,\n\t"auths": {\n\t\t"${host}": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t}\n}`,
    ],
  ])('fits into %s', (_, before, after) => {
    expect(put(before)).toBe(after)
  })

  it.each([
    ['an old login', `{"${host}":{"auth":"${old}"}}`, `{"${host}":{"auth":"${auth}"}}`],
    ['a null entry', `{"${host}":null}`, `{"${host}":{"auth":"${auth}"}}`],
    ['an empty entry', `{"${host}":{}}`, `{"${host}":{"auth":"${auth}"}}`],
    [
      'members of the entry that it does not know',
      `{"${host}":{"email":"a@b","auth":"${old}","x":[1.0]}}`,
      `{"${host}":{"email":"a@b","auth":"${auth}","x":[1.0]}}`,
    ],
    [
      'other credentials in the entry',
      `{"${host}":{"username":"u","identitytoken":"t","email":"e","Password":"p","registrytoken":"r"}}`,
      `{"${host}":{"email":"e","auth":"${auth}"}}`,
    ],
    [
      'aliases of the host',
      `{"https://${host}":{"auth":"${old}"},"x":{},"http://${host}/v2/":{},"${host}/a":{},"${host}":{}}`,
      `{"x":{},"${host}":{"auth":"${auth}"}}`,
    ],
    [
      'keys that only look like it',
      `{"PUBLIC.ECR.AWS":{},"${host}:443":{},"x.${host}":{}}`,
      `{"PUBLIC.ECR.AWS":{},"${host}:443":{},"x.${host}":{},"${host}":{"auth":"${auth}"}}`,
    ],
    [
      'a host that stands there twice',
      `{"${host}":{"auth":"${old}"},"x":{},"${host}":{"auth":"${old}"}}`,
      `{"x":{},"${host}":{"auth":"${auth}"}}`,
    ],
    [
      'an escaped spelling of the host',
      `{"public\\u002eecr.aws":{}}`,
      `{"public\\u002eecr.aws":{"auth":"${auth}"}}`,
    ],
  ])('deals with %s', (_, before, after) => {
    expect(put(`{"auths":${before}}`)).toBe(`{"auths":${after}}`)
  })

  it('keeps one entry when "auths" itself stands there twice', () => {
    const before = `{"auths":{"${host}":{"auth":"${old}"},"a":{}},"b":1,"auths":{"${host}":{"auth":"${old}"}}}`
    expect(put(before)).toBe(`{"auths":{"a":{}},"b":1,"auths":{"${host}":{"auth":"${auth}"}}}`)
    const elsewhere = `{"auths":{"${host}":{"auth":"${old}"}},"auths":{"a":{}}}`
    expect(put(elsewhere)).toBe(`{"auths":{"${host}":{"auth":"${auth}"}},"auths":{"a":{}}}`)
  })

  it('changes nothing where the login stands already', () => {
    const text = put('{ "credsStore":"" }')
    expect(put(text)).toBe(text)
  })
})

describe('the empty entry beside a store', () => {
  const putEmpty = (text: string) => putLogin(text, { host, auth: undefined }).text

  it.each([
    ['no entry', '{"credsStore":"pass"}', `{"credsStore":"pass","auths":{"${host}":{}}}`],
    ['an empty entry', `{"auths":{"${host}":{}}}`, `{"auths":{"${host}":{}}}`],
    [
      'an old login in plain text',
      `{"auths":{"${host}":{"auth":"${old}","email":"e","username":"u"}}}`,
      `{"auths":{"${host}":{"email":"e"}}}`,
    ],
  ])('replaces %s', (_, before, after) => {
    expect(putEmpty(before)).toBe(after)
  })
})

describe('removeLogin', () => {
  it.each([
    '{}',
    '{ }',
    '{\n}\n',
    '',
    ' \n',
    '{"auths":{}}',
    '{"auths": {\n}}',
    '{"auths":null,"b":1}',
    '{"b":[]}',
  ])('takes away what was made for the entry: %j', before => {
    const { text, footprint } = putLogin(before, { host, auth })
    expect(removeLogin(text, host, footprint)).toBe(before)
  })

  it('asks for the file to go when it was made for the entry and holds nothing else', () => {
    const { text, footprint } = putLogin(undefined, { host, auth })
    expect(removeLogin(text, host, footprint)).toBeUndefined()
    const grown = putLogin(text, { host: 'other', auth }).text
    expect(removeLogin(grown, host, footprint)).toContain('"other"')
    const settled = text.replace('"auths"', '"a": 1, "auths"')
    expect(removeLogin(settled, host, footprint)).toBe('{\n\t"a": 1\n}')
  })

  it('leaves containers alone that it does not know to be ours', () => {
    expect(removeLogin(put('{}'), host)).toBe('{\n\t"auths": {}\n}')
  })

  it('changes nothing where there is no entry', () => {
    for (const text of ['{}', '{"auths":null}', '{"auths":{"a":{}}}'])
      expect(removeLogin(text, host)).toBe(text)
  })
})
