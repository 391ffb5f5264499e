import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putHelpers, putStore, takeHelpers, takeStore } from './edit-helpers.ts'
import { readConfig } from './read-config.ts'

const ours = ['public.ecr.aws', '123456789012.dkr.ecr.us-east-2.amazonaws.com']

const space = fc.constantFrom('', ' ', '\n', '\n\t', '\r\n    ', '\t ')
const member = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.tuple(space, key, space, space, value, space).map(parts => {
    const [lead, name, before, after, content, end] = parts
    return `${lead}${name}${before}:${after}${content}${end}`
  })
const objectOf = (members: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(members, { maxLength: 4 }), space)
    .map(([items, inside]) => `{${items.length === 0 ? inside : items.join(',')}}`)
const scalar = fc.constantFrom('1.0', '-0', '1E+2', 'true', 'null', '""', '"}"', '"\\"{"', '[1 , {"a": []}]')
const host = fc.constantFrom(
  '"ghcr.io"',
  '"public.ecr.aws"',
  '"public\\u002eecr.aws"',
  '"PUBLIC.ECR.AWS"',
  '"a\\"b"',
)
const program = fc.constantFrom('"pass"', '""', '"atmos"', 'null', '"e\\u0063r-login"')
const helpers = fc.oneof(
  { weight: 5, arbitrary: objectOf(member(host, program)) },
  { weight: 1, arbitrary: fc.constant('null') },
)
const field = fc.oneof(
  member(fc.constantFrom('"credHelpers"', '"CREDHELPERS"', '"credHelper\\u0073"'), helpers),
  member(fc.constantFrom('"credsStore"', '"CredsStore"'), program),
  member(fc.constantFrom('"auths"'), fc.constantFrom('{}', '{"ghcr.io":{"auth":"YTpi"}}')),
  member(fc.constantFrom('"proxies"', '"n"', '"credHelpersX"', '"__proto__"'), scalar),
)
const text = fc
  .oneof(
    { weight: 8, arbitrary: fc.tuple(space, objectOf(field), space).map(parts => parts.join('')) },
    { weight: 1, arbitrary: fc.constantFrom('', '\n', ' \r\n') },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
  .filter(content => 'config' in readConfig(content === undefined ? undefined : Buffer.from(content)))

function configOf(content: string | undefined) {
  const reading = readConfig(content === undefined ? undefined : Buffer.from(content))
  if ('problem' in reading) throw new Error(reading.problem.reason)
  return reading.config
}

/** What was before a program of ours was named, as it is recorded. */
function earlier(content: string | undefined, program: string) {
  const { credHelpers } = configOf(content)
  const missing = ours.filter(each => credHelpers.get(each) !== program)
  return { missing, hosts: Object.fromEntries(missing.map(each => [each, credHelpers.get(each) ?? null])) }
}

const isSubsequence = (short: string, long: string) => {
  let at = 0
  for (const character of long) if (character === short[at]) at += 1
  return at === short.length
}

describe('credHelpers', () => {
  it('names us for our hosts and nobody else, and puts everything back, byte for byte', () => {
    fc.assert(
      fc.property(text, content => {
        const { missing, hosts } = earlier(content, 'mine')
        const put = putHelpers(content, { hosts: missing, program: 'mine' })
        const config = configOf(put.text)
        const old = configOf(content)
        for (const each of ours) expect(config.credHelpers.get(each)).toBe('mine')
        for (const [each, helper] of old.credHelpers)
          if (!ours.includes(each)) expect(config.credHelpers.get(each)).toBe(helper)
        expect(config.credHelpers.size).toBe(new Set([...old.credHelpers.keys(), ...ours]).size)
        expect([config.credsStore, config.auths]).toEqual([old.credsStore, old.auths])
        const back = takeHelpers(put.text, { hosts, program: 'mine', footprint: put.footprint })
        expect({ ...configOf(back), text: '' }).toEqual({ ...old, text: '' })
      }),
      { numRuns: 500 },
    )
  })

  it('changes no byte outside of its own words, and leaves none behind', () => {
    // Without entries of ours that are there already: putting those back may spell them otherwise.
    const free = text.filter(content => content === undefined || !/"public|"PUBLIC/.test(content))
    fc.assert(
      fc.property(free, content => {
        const { missing, hosts } = earlier(content, 'mine')
        const put = putHelpers(content, { hosts: missing, program: 'mine' })
        if (content?.includes('null') === false)
          expect(isSubsequence(content.replace(/\s/g, ''), put.text)).toBe(true)
        expect(takeHelpers(put.text, { hosts, program: 'mine', footprint: put.footprint })).toBe(content)
      }),
      { numRuns: 500 },
    )
  })

  it('takes out only what is still ours', () => {
    const put = putHelpers('{"credHelpers":{"ghcr.io":"pass"}}', {
      hosts: ['public.ecr.aws'],
      program: 'mine',
    })
    const stolen = put.text.replace('mine', 'theirs')
    const wish = { hosts: { 'public.ecr.aws': null }, program: 'mine', footprint: put.footprint }
    expect(takeHelpers(stolen, wish)).toBe(stolen)
    expect(takeHelpers('{}', wish)).toBe('{}')
  })
})

describe('credsStore', () => {
  it('names us, and puts back what was there', () => {
    fc.assert(
      fc.property(text, content => {
        const old = configOf(content)
        const put = putStore(content, 'mine')
        const config = configOf(put.text)
        expect(config.credsStore).toBe('mine')
        expect([config.credHelpers, config.auths]).toEqual([old.credHelpers, old.auths])
        const back = takeStore(put.text, {
          program: 'mine',
          before: old.credsStore,
          footprint: put.footprint,
        })
        expect(configOf(back).credsStore).toBe(old.credsStore)
        if (put.footprint.field === 'made') expect(back).toBe(content)
      }),
      { numRuns: 500 },
    )
  })
})
