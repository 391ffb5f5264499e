import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../../test/doubles/catalog.ts'
import { fakeOutside, type Outside } from '../../test/doubles/outside.ts'
import type { AuthConfig } from '../auth/auth-config.ts'
import { Failure } from '../errors/failure.ts'
import { loadConfig } from './load-config.ts'
import type { LoadOptions } from './options.ts'

const load = (outside: Outside, options: LoadOptions = {}) =>
  loadConfig(options, smallCatalog, fakeOutside(outside))

async function failureOf(outside: Outside, options: LoadOptions = {}): Promise<Failure> {
  const thrown = await load(outside, options).catch((reason: unknown) => reason)
  if (thrown instanceof Failure) return thrown
  throw thrown instanceof Error ? thrown : new Error('it was loaded')
}

const realm = (name: string) => `auth: { realm: ${name} }\n`
const importing = (...paths: string[]) => `import: ${JSON.stringify(paths)}\n`
const realmOf = async (files: Outside['files'], outside: Outside = {}) =>
  (await load({ ...outside, ...(files && { files }) })).realm?.value

describe('a configuration', () => {
  it('is empty where there is none', async () => {
    const auth = await load({})
    expect(auth).toMatchObject({ files: [], realm: undefined, identities: [], problems: [] })
    expect(auth.keyring).toEqual({ type: 'system', path: undefined, passwordEnv: 'ATMOS_KEYRING_PASSWORD' })
  })

  it('leaves alone what this program does not use', async () => {
    const text =
      'components: { terraform: !template x }\nstores: !unknown [1]\nauth: {}\nlogs: {level: !exec rm}\n'
    const outside = fakeOutside({ files: { '/work/atmos.yaml': text } })
    expect((await loadConfig({}, smallCatalog, outside)).problems).toEqual([])
    expect(outside.lines).toEqual([])
  })

  it.each([
    [Uint8Array.of(0x1f, 0x8b, 8, 0), 'it is compressed with gzip'],
    [Uint8Array.of(0x61, 0xff, 0xfe), 'it is not text in UTF-8'],
    [Uint8Array.of(0x61, 0x3a, 0x20, 0), 'null byte is not allowed'],
  ])('that is no text is a mistake of the configuration: %s', async (content, why) => {
    const outside = fakeOutside({ files: { '/work/atmos.yaml': { content } } })
    await expect(loadConfig({}, smallCatalog, outside)).rejects.toMatchObject({
      code: 'config-invalid',
      why: expect.stringContaining(why),
      next: 'Save it as YAML text in UTF-8, or name another file',
    })
  })

  it('is read in UTF-16 too, as Windows shells write it', async () => {
    const bytes = new Uint8Array(Buffer.from(`\ufeff${realm('acme')}`, 'utf16le'))
    expect(await realmOf({ '/work/atmos.yaml': { content: bytes } })).toBe('acme')
  })

  it('warns of .atmos.yaml, which nobody reads', async () => {
    const { problems } = await load({ files: { '/work/.atmos.yaml': realm('acme') } })
    expect(problems).toMatchObject([{ severity: 'warning', next: 'Rename it to atmos.yaml' }])
  })
})

describe('imports', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a path', { '/work/atmos.yaml': importing('x/a.yaml'), '/work/x/a.yaml': realm('a') }, 'a'],
    ['a path without its ending', { '/work/atmos.yaml': importing('x/a'), '/work/x/a.yml': realm('a') }, 'a'],
    ['a folder', { '/work/atmos.yaml': importing('x'), '/work/x/b/a.yaml': realm('a') }, 'a'],
    ['a pattern', { '/work/atmos.yaml': importing('x/**/*.yaml'), '/work/x/b/a.yaml': realm('a') }, 'a'],
    [
      'a pattern that the importing file matches',
      { '/work/atmos.yaml': importing('*.yaml'), '/work/a.yaml': realm('a') },
      'a',
    ],
    [
      'the folder that the importing file is in',
      { '/work/atmos.yaml': importing('.'), '/work/x/a.yaml': realm('a') },
      'a',
    ],
    ['a pattern without a match', { '/work/atmos.yaml': importing('x/*.yaml') + realm('own') }, 'own'],
    [
      'one text instead of a list',
      { '/work/atmos.yaml': 'import: a.yaml\n', '/work/a.yaml': realm('a') },
      'a',
    ],
    [
      'below base_path',
      { '/work/atmos.yaml': `base_path: ./b\n${importing('a.yaml')}`, '/work/b/a.yaml': realm('a') },
      'a',
    ],
    [
      'under the importing file',
      { '/work/atmos.yaml': importing('a.yaml') + realm('own'), '/work/a.yaml': realm('a') },
      'own',
    ],
    [
      'the later over the earlier',
      {
        '/work/atmos.yaml': importing('a.yaml', 'b.yaml'),
        '/work/a.yaml': realm('a'),
        '/work/b.yaml': realm('b'),
      },
      'b',
    ],
    [
      'nested, from the folder of each file',
      {
        '/work/atmos.yaml': importing('x/a.yaml'),
        '/work/x/a.yaml': importing('b.yaml'),
        '/work/x/b.yaml': realm('b'),
      },
      'b',
    ],
    ['in fragments', { '/work/.atmos.d/f.yaml': importing('../a.yaml'), '/work/a.yaml': realm('a') }, 'a'],
    [
      'by a function',
      { '/work/atmos.yaml': 'import: [!env WHICH a.yaml]\n', '/work/a.yaml': realm('a') },
      'a',
    ],
  ])('%s', async (_, files, name) => expect(await realmOf(files)).toBe(name))

  it('are looked for below --base-path too', async () => {
    const files = {
      '/work/atmos.yaml': `base_path: no\n${importing('a.yaml')}`,
      '/work/b/a.yaml': realm('a'),
    }
    expect((await load({ files }, { basePath: 'b' })).realm?.value).toBe('a')
  })

  it('are not followed from the system’s file', async () => {
    const files = { '/usr/local/etc/atmos/atmos.yaml': importing('nope.yaml') + realm('sys') }
    expect(await realmOf(files)).toBe('sys')
  })

  it('are fetched from https, redirects included', async () => {
    const files = { '/work/atmos.yaml': importing('https://h/a/auth.yaml') }
    const moved = { status: 302, headers: { location: '/b/auth.yaml' }, body: '' }
    const web = {
      'https://h/a/auth.yaml': moved,
      'https://h/b/auth.yaml': importing('more.yaml'),
      'https://h/a/more.yaml': realm('web'),
    }
    const auth = await load({ files, web })
    expect(auth.realm?.value).toBe('web')
    expect(auth.files).toEqual(['https://h/a/more.yaml', 'https://h/a/auth.yaml', '/work/atmos.yaml'])
  })

  it.each<[string, string, string]>([
    [
      'a missing file',
      'nope.yaml',
      'Could not read /work/nope.yaml: there is no such file (imported at /work/atmos.yaml:1:10)',
    ],
    [
      'another scheme',
      'git::https://h/r.git',
      'fetches those with an https:// address only (imported at /work/atmos.yaml:1:10)',
    ],
    ['a short GitHub name', 'github.com/o/r', 'https:// address only'],
    ['http', 'http://h/a.yaml', 'https:// address only'],
    [
      'a folder with nothing else in it',
      '.',
      'Could not import /work: no other YAML file lies in it (imported',
    ],
    ['a pattern that is none', 'x/[z-a].yaml', 'it is no pattern'],
    ['an unreachable host', 'https://gone/a.yaml', 'ENOTFOUND'],
    ['a refusal', 'https://h/404', 'status 404'],
    ['a redirect to http', 'https://h/down', 'which is not https'],
  ])('fail: %s', async (_, path, words) => {
    const web = {
      'https://h/404': { status: 404, headers: {}, body: '' },
      'https://h/down': { status: 301, headers: { location: 'http://h/a' }, body: '' },
    }
    const failure = await failureOf({ files: { '/work/atmos.yaml': importing(path) }, web })
    expect(failure).toMatchObject({ code: 'config-import-failed', exitCode: 3 })
    expect(failure.message).toContain(words)
  })

  it('fail when they are no paths', async () => {
    const failure = await failureOf({ files: { '/work/atmos.yaml': 'import:\n  - {path: x}\n' } })
    expect(failure.why).toContain('/work/atmos.yaml:2:5: an import must be a path')
  })

  it('fail in a circle, with its path', async () => {
    const files = {
      '/work/atmos.yaml': importing('a.yaml'),
      '/work/a.yaml': importing('b.yaml'),
      '/work/b.yaml': importing('a.yaml'),
    }
    expect((await failureOf({ files })).why).toContain(
      '/work/atmos.yaml → /work/a.yaml → /work/b.yaml → /work/a.yaml',
    )
  })

  it.each([
    [10, true],
    [11, false],
  ])('nested %i deep are allowed: %s', async (depth, allowed) => {
    const files: Record<string, string> = { '/work/atmos.yaml': importing('1.yaml') }
    for (let n = 1; n < depth; n++) files[`/work/${n}.yaml`] = importing(`${n + 1}.yaml`)
    files[`/work/${depth}.yaml`] = realm('deep')
    if (allowed) expect(await realmOf(files)).toBe('deep')
    else
      expect((await failureOf({ files })).why).toContain(
        'imports are nested deeper than 10: /work/atmos.yaml → /work/1.yaml',
      )
  })
})

describe('precedence', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'the file over its fragments',
      { '/work/atmos.yaml': realm('file'), '/work/atmos.d/a.yaml': realm('a') },
      'file',
    ],
    [
      '.atmos.d over atmos.d',
      { '/work/.atmos.d/a.yaml': realm('dot'), '/work/atmos.d/a.yaml': realm('a') },
      'dot',
    ],
    [
      'the working folder over the home',
      { '/work/atmos.yaml': realm('work'), '/home/me/.atmos/atmos.yaml': realm('home') },
      'work',
    ],
    [
      'the home over the system',
      { '/usr/local/etc/atmos/atmos.yaml': realm('sys'), '/home/me/.atmos/atmos.yaml': realm('home') },
      'home',
    ],
  ])('%s', async (_, files, name) => expect(await realmOf(files)).toBe(name))

  it('puts ATMOS_AUTH_REALM over the file', async () => {
    const { realm: chosen } = await load({
      files: { '/work/atmos.yaml': realm('a') },
      env: { ATMOS_AUTH_REALM: 'e' },
    })
    expect(chosen).toEqual({ value: 'e', source: 'env' })
  })
})

describe('top-level env', () => {
  const withEnv = (env: string, more: Partial<Outside> = {}): Promise<AuthConfig> =>
    load({ ...more, files: { '/work/atmos.yaml': `env:\n${env}`, ...more.files } })

  it('keeps the case of names and takes values as they are written', async () => {
    expect((await withEnv('  Foo: bar\n  N: 012\n  T: true\n  E:\n')).env).toEqual({
      Foo: 'bar',
      N: '012',
      T: 'true',
    })
  })

  it('is promoted where it speaks to Atmos; the real environment wins', async () => {
    expect((await withEnv('  ATMOS_AUTH_REALM: file\n')).realm).toEqual({ value: 'file', source: 'env' })
    const env = { ATMOS_AUTH_REALM: 'real' }
    expect((await withEnv('  ATMOS_AUTH_REALM: file\n', { env })).realm?.value).toBe('real')
  })

  it('may come from a .env file', async () => {
    const files = { '/work/atmos.yaml': 'env: !include .env\n', '/work/.env': 'A=1\nATMOS_AUTH_REALM=dot\n' }
    const auth = await load({ files })
    expect(auth.env).toEqual({ A: '1', ATMOS_AUTH_REALM: 'dot' })
    expect(auth.realm?.value).toBe('dot')
  })
})

describe('a mistake that every command depends on', () => {
  it.each([
    ['auth: [a]', 'auth: must be a map'],
    ['auth: !include nope.yaml', 'auth: Could not read /work/nope.yaml'],
    ['auth: { identities: [a] }', 'auth.identities: must be a map of names'],
    ['auth: { realm: Bad }', 'auth.realm: must be 1 to 64'],
    ['auth: { keyring: { type: fiel } }', 'auth.keyring.type: must be one of'],
    ['env: { ATMOS_KEYRING_TYPE: fiel }', 'ATMOS_KEYRING_TYPE: must be one of'],
    ['env: { ATMOS_AUTH_REALM: a/b }', 'ATMOS_AUTH_REALM: must be 1 to 64'],
  ])('%s', async (text, words) => {
    const failure = await failureOf({ files: { '/work/atmos.yaml': text } })
    expect(failure).toMatchObject({ code: 'config-invalid', exitCode: 3 })
    expect(failure.why).toContain(words)
  })

  it.each([
    ['auth: { logs: { level: loud } }', 'auth.logs.level'],
    ['auth: { console: { isolated: maybe } }', 'auth.console.isolated'],
    ['env: { A: { b: c } }', 'env.A'],
    ['env: { A: !nope x }', 'env.A'],
    ['env: text', 'env'],
  ])('is not this one: %s', async (text, path) => {
    const { problems } = await load({ files: { '/work/atmos.yaml': text } })
    expect(problems).toMatchObject([{ severity: 'error', path }])
  })
})

describe('with collect', () => {
  it('goes on after each mistake and keeps it as a problem', async () => {
    const files = {
      '/work/atmos.yaml': 'import: [nope.yaml, {path: x}, s3::x]\nauth: { realm: Bad }\n',
      '/work/atmos.d/broken.yaml': 'a: [1',
    }
    const { problems } = await load({ files }, { collect: true, profiles: ['nope'] })
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('end of the stream'),
      expect.stringContaining('there is no such file'),
      'an import must be a path or an https:// address',
      expect.stringContaining('https:// address only'),
      expect.stringContaining('There is no profile called nope'),
      expect.stringContaining('must be 1 to 64'),
    ])
    expect(problems[0]?.origin).toEqual({ file: '/work/atmos.d/broken.yaml', line: 1, column: 6 })
    expect(problems[1]?.origin).toEqual({ file: '/work/atmos.yaml', line: 1, column: 10 })
  })
})
