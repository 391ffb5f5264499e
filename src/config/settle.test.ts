import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../../test/doubles/catalog.ts'
import { type FakeFile, fakeOutside, myUid, type Outside } from '../../test/doubles/outside.ts'
import { Secret } from '../auth/secret.ts'
import { loadConfig } from './load-config.ts'
import { settle, settleVariables } from './settle.ts'

const text = `
auth:
  identities:
    one: { kind: test/keys, alias: uno, credentials: { access_key_id: A, secret_access_key: !exec get one } }
    two: { kind: test/keys, credentials: { access_key_id: A, secret_access_key: !exec get two } }
    role:
      kind: test/role
      principal: { assume_role: r, duration: !exec number, account: !exec object }
env: { TOKEN: !exec get token, Plain: x }
`

const answers: Record<string, string> = {
  number: '900\n',
  object: '{"Name": "dev"}',
  'get one': 's3cret\r\n',
  'get token': 't\n',
}

function outsideOf(file: Partial<FakeFile> = {}, more: Outside = {}) {
  return fakeOutside({
    files: { '/work/atmos.yaml': { content: text, ...file } },
    programs: line => {
      const stdout = answers[line]
      if (stdout === undefined)
        return { exitCode: 3, stdout: '', stderr: 'no such secret\n', timedOut: line === 'slow' }
      return { exitCode: 0, stdout, stderr: '', timedOut: false }
    },
    ...more,
  })
}

describe('programs of a configuration', () => {
  it('do not run while it loads', async () => {
    const outside = outsideOf()
    const auth = await loadConfig({}, smallCatalog, outside)
    const [one] = auth.identities
    expect(outside.lines).toEqual([])
    expect(one).toMatchObject({ spec: undefined, problems: [], pending: ['credentials.secret_access_key'] })
    expect(auth.env).toEqual({ Plain: 'x' })
  })

  it.each([['ONE'], ['uno']])('run for the entries that are needed: %s', async name => {
    const outside = outsideOf()
    const auth = await settle(await loadConfig({}, smallCatalog, outside), [name], outside)
    expect(outside.lines).toEqual(['get one'])
    const [one, two] = auth.identities
    expect(one?.spec).toEqual({
      credentials: { access_key_id: 'A', secret_access_key: new Secret('s3cret') },
    })
    const spec = one?.spec as { readonly credentials: { readonly secret_access_key: Secret } } | undefined
    expect(spec?.credentials.secret_access_key.expose()).toBe('s3cret')
    expect(JSON.stringify([one?.written, one?.spec])).not.toContain('s3cret')
    expect(one).toMatchObject({ pending: [], problems: [] })
    expect(two?.pending).toEqual(['credentials.secret_access_key'])
  })

  it('may print JSON', async () => {
    const outside = outsideOf()
    const auth = await settle(await loadConfig({}, smallCatalog, outside), ['role'], outside)
    expect(auth.identities[2]?.spec).toEqual({
      principal: { assume_role: 'r', duration: 900, account: { name: 'dev' } },
    })
  })

  it('that fail are a problem of their entry, in the program’s own words', async () => {
    const outside = outsideOf()
    const auth = await settle(await loadConfig({}, smallCatalog, outside), ['two'], outside)
    expect(auth.identities[1]).toMatchObject({
      spec: undefined,
      problems: [
        {
          severity: 'error',
          path: 'auth.identities.two.credentials.secret_access_key',
          message:
            'The command of !exec at /work/atmos.yaml:5 gave no value: it ended with code 3: no such secret',
          next: 'Try it yourself: get two',
        },
      ],
    })
  })

  it('have a time limit', async () => {
    const limits: number[] = []
    const outside = outsideOf(
      {},
      {
        programs: (_, { timeoutMs }) => {
          limits.push(timeoutMs)
          return { exitCode: undefined, stdout: '', stderr: '', timedOut: true }
        },
      },
    )
    const auth = await loadConfig({}, smallCatalog, outside)
    await expect(settle(auth, ['two'], outside)).rejects.toMatchObject({
      code: 'timed-out',
      what: 'The command of !exec at /work/atmos.yaml:5 gave no value',
      why: 'it did not end within 30 seconds',
      next: 'Try it yourself: get two',
    })
    expect(limits).toEqual([30_000])
    const hurried = { ...outside, clock: { ...outside.clock, deadline: 2_000 } }
    await expect(settle(auth, ['two'], hurried)).rejects.toMatchObject({
      exitCode: 6,
      why: 'it did not end within 2 seconds, which is all that --timeout left it',
      next: 'Give it more time with --timeout, or try it yourself: get two',
    })
  })

  it('fill in the top-level variables when these are needed', async () => {
    const outside = outsideOf()
    const auth = await settleVariables(await loadConfig({}, smallCatalog, outside), outside)
    expect(auth.env).toEqual({ TOKEN: 't', Plain: 'x' })
  })
})

describe('what decides which files are read', () => {
  it.each([
    ['import: [a.yaml, !exec "print b"]', '1:18', 'import'],
    ['import: !exec "print b"', '1:9', 'import'],
    ['profiles: { default: !exec "print b" }', '1:22', 'profiles'],
    ['profiles: { base_path: !exec "print b" }', '1:24', 'profiles'],
    ['profiles: { default: [!exec "print b"] }', '1:23', 'profiles'],
  ])('is no program: %s', async (content, place, section) => {
    const outside = outsideOf({}, { files: { '/work/atmos.yaml': content, '/work/a.yaml': '{}' } })
    await expect(loadConfig({}, smallCatalog, outside)).rejects.toMatchObject({
      code: 'config-invalid',
      what: `!exec cannot stand under ${section}`,
      why: `/work/atmos.yaml:${place}: programs are run for values under auth and env only, not to decide which files are read`,
    })
    const { problems, files } = await loadConfig({ collect: true }, smallCatalog, outside)
    expect(files).toEqual(['/work/atmos.yaml'])
    expect(problems.map(({ origin }) => `${origin?.line}:${origin?.column}`)).toEqual([place])
    expect(outside.lines).toEqual([])
  })
})

describe('whom to trust with running programs', () => {
  const runs = async (file: Partial<FakeFile>, more: Outside = {}) => {
    const outside = outsideOf(file, more)
    return await settle(await loadConfig({}, smallCatalog, outside), ['one'], outside).then(
      () => outside.lines.length === 1,
      (thrown: unknown) => {
        expect(thrown).toMatchObject({
          code: 'config-not-trusted',
          exitCode: 3,
          next: expect.stringContaining('ATMOS_TRUST_CONFIG=true'),
        })
        expect(outside.lines).toEqual([])
        return (thrown as Error).message
      },
    )
  }
  const trusted = { env: { ATMOS_TRUST_CONFIG: 'true' } }

  it.each<[string, Partial<FakeFile>, Outside, unknown]>([
    ['the user’s own file', { uid: myUid, mode: 0o600 }, {}, true],
    ['a file the user’s own group may write to', { mode: 0o664 }, {}, true],
    [
      'a file a group may write to',
      { mode: 0o664, gid: 50 },
      {},
      expect.stringContaining('group 50 may write to it (chmod g-w'),
    ],
    [
      'a file in a folder all may write to',
      {},
      { folderModes: { '/work': 0o777 } },
      expect.stringContaining('everybody may replace it, because its folder /work is open to them'),
    ],
    ['a file in a shared folder that is sticky', {}, { folderModes: { '/work': 0o1777 } }, true],
    ['root’s file', { uid: 0 }, {}, true],
    ['a stranger’s file', { uid: 7 }, {}, expect.stringContaining('it belongs to another user (uid 7)')],
    ['a file all may write to', { mode: 0o666 }, {}, expect.stringContaining('everybody may write to it')],
    ['a stranger’s file that is trusted', { uid: 7 }, trusted, true],
    ['a file all may write to that is trusted', { mode: 0o777 }, trusted, true],
    [
      'something else than true',
      { uid: 7 },
      { env: { ATMOS_TRUST_CONFIG: '1' } },
      expect.stringContaining('uid 7'),
    ],
    [
      'a file that trusts itself',
      { uid: 7, content: `${text.replace('env: {', 'env: { ATMOS_TRUST_CONFIG: "true",')}` },
      {},
      expect.stringContaining('uid 7'),
    ],
  ])('%s', async (_, file, more, result) => expect(await runs(file, more)).toEqual(result))

  it('not a file from the network', async () => {
    const files = { '/work/atmos.yaml': 'import: ["https://h/a.yaml"]\n' }
    const outside = outsideOf({}, { files, web: { 'https://h/a.yaml': text } })
    const auth = await loadConfig({}, smallCatalog, outside)
    await expect(settle(auth, ['one'], outside)).rejects.toMatchObject({ why: 'it comes from the network' })
  })

  it('judges the file that holds the function, not the one that includes it', async () => {
    const files = {
      '/work/atmos.yaml': 'auth: { identities: !include ids.yaml }\n',
      '/work/ids.yaml': { content: 'one: { kind: test/keys, credentials: !exec get one }\n', uid: 7 },
    }
    const outside = outsideOf({}, { files })
    await expect(settle(await loadConfig({}, smallCatalog, outside), ['one'], outside)).rejects.toMatchObject(
      {
        what: expect.stringContaining('/work/ids.yaml'),
      },
    )
  })
})
