import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../../test/doubles/catalog.ts'
import { fakeOutside } from '../../test/doubles/outside.ts'
import { Failure } from '../errors/failure.ts'
import { allProblems } from './check/all-problems.ts'
import { loadConfig } from './load-config.ts'
import type { LoadOptions } from './options.ts'
import { settle } from './settle.ts'

/** Any bytes in: a configuration that can be looked at from all sides, or a `Failure`. */
async function survives(content: string | Uint8Array): Promise<void> {
  await survivesLoading(content, { collect: true })
  await survivesLoading(content, {})
}

async function survivesLoading(content: string | Uint8Array, options: LoadOptions): Promise<void> {
  const files = { '/work/atmos.yaml': { content }, '/work/x.yaml': { content } }
  const outside = fakeOutside({ files, web: { 'https://h/x': 'auth: {}' } })
  try {
    const auth = await loadConfig(options, smallCatalog, outside)
    const settled = await settle(
      auth,
      auth.identities.map(entry => entry.name),
      outside,
    )
    for (const problem of allProblems(settled, smallCatalog)) {
      expect(problem.origin?.line ?? 1).toBeGreaterThan(0)
      expect(problem.origin?.column ?? 1).toBeGreaterThan(0)
    }
    JSON.stringify(
      settled.identities.map(({ written, spec, origins, via }) => ({ written, spec, origins, via })),
    )
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    expect(thrown.code).not.toBe('internal')
  }
}

const word = fc.constantFrom(
  'auth',
  'providers',
  'identities',
  'integrations',
  'kind',
  'via',
  'provider',
  'identity',
  'principal',
  'spec',
  'test/role',
  'test/keys',
  'test/portal',
  'test/registry',
  'azure/cli',
  'import',
  'x.yaml',
  'https://h/x',
  'env',
  'profiles',
  'default',
  'realm',
  'keyring',
  '<<',
  '*a',
  '&a',
  '&b',
  '*b',
  '!env X',
  '!exec y',
  '!include x.yaml',
  '!include',
  '!append',
  '!unset',
  '!git.sha',
  '!random 3',
  '!!int',
  '!<x>',
  'true',
  '012',
  'null',
  '~',
  '__proto__',
  'constructor',
  'toString',
  '"',
  "'",
  '|',
  '>',
  '?',
  '-',
  ':',
  '[',
  ']',
  '{',
  '}',
  ',',
  '#',
  '%YAML 1.1',
  '---',
  '...',
)
const glue = fc.constantFrom(' ', ': ', '\n', '\n  ', '\n    ', '\n- ', ', ', '', '\t', '\r\n')
const yamlLike = fc
  .array(fc.tuple(word, glue), { maxLength: 60 })
  .map(parts => parts.map(([text, space]) => text + space).join(''))

/** Well-formed, and shaped like the real thing, with anything for values. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('a', 'A', 'test/role', 'test/keys', 7, null, true),
)
const entry = fc.dictionary(fc.oneof(word, fc.string()), value, { maxKeys: 6 })
const section = fc.oneof(fc.dictionary(fc.string(), fc.oneof(entry, value), { maxKeys: 4 }), value)
const shaped = fc
  .record(
    {
      providers: section,
      identities: section,
      integrations: section,
      realm: value,
      keyring: value,
      logs: value,
    },
    { requiredKeys: [] },
  )
  .map(auth => JSON.stringify({ auth, env: auth.realm, profiles: auth.logs }))

describe('any bytes', () => {
  it('of any kind', () => fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), survives)))
  it('that are text', () =>
    fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), survives)))
  it('that look like YAML', () => fc.assert(fc.asyncProperty(yamlLike, survives), { numRuns: 1500 }), 30_000)
  it(
    'that look like a configuration',
    () => fc.assert(fc.asyncProperty(shaped, survives), { numRuns: 500 }),
    30_000,
  )

  it.each([
    ['open brackets', '['.repeat(100_000)],
    ['open braces', '{'.repeat(100_000)],
    ['open keys', '? '.repeat(50_000)],
    ['dashes', '- '.repeat(50_000)],
    ['anchors', '&a '.repeat(2_000)],
    ['tags', '!a '.repeat(2_000)],
    ['anchored lines', '&a\n!b\n'.repeat(200)],
    ['anchored keys', Array.from({ length: 60 }, (_, n) => `${' '.repeat(n)}&k${n} a:`).join('\n')],
    [
      'tagged and anchored nests',
      Array.from({ length: 60 }, (_, n) => `${' '.repeat(n)}!t &k${n}\n${' '.repeat(n)}a:`).join('\n'),
    ],
    ['a long line', `a: ${'x'.repeat(1_000_000)}`],
    ['many keys', Array.from({ length: 50_000 }, (_, n) => `k${n}: ${n}`).join('\n')],
    [
      'a merge of merges',
      Array.from({ length: 300 }, (_, n) => `m${n}: &m${n} {<<: *m${n - 1}, k${n}: 1}`)
        .join('\n')
        .replace('<<: *m-1, ', ''),
    ],
  ])(
    '%s: quickly',
    async (_, text) => {
      const start = performance.now()
      await survives(text)
      expect(performance.now() - start).toBeLessThan(5_000)
    },
    20_000,
  )
})
