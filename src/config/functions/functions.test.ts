import { describe, expect, it } from 'vitest'
import { fakeOutside, type Outside } from '../../../test/doubles/outside.ts'
import { readTree } from '../decode/read-tree.ts'
import { writtenOf } from '../decode/written.ts'
import { originOf } from '../source-text.ts'
import { parseYaml } from '../yaml/parse.ts'
import { child, nearestPart, type Tree } from '../yaml/tree.ts'
import { applyFunctions } from './apply.ts'

async function applied(text: string, outside: Outside = {}): Promise<Tree> {
  const source = { file: '/work/atmos.yaml', text, remote: false }
  return await applyFunctions(parseYaml(source).root, fakeOutside(outside), [source.file])
}

/** The value of `v:`, or the reason why there is none. */
async function valueAt(text: string, outside: Outside = {}): Promise<unknown> {
  const tree = child(await applied(text, outside), 'v')
  const broken = tree === undefined ? [] : readTree(tree).broken
  return broken[0] === undefined ? tree && writtenOf(tree) : `BROKEN ${broken[0].tree.message}`
}

const sha = '0123456789012345678901234567890123456789'
const work = {
  '/work/.git/HEAD': 'ref: refs/heads/feature/x\n',
  '/work/.git/refs/heads/feature/x': `${sha}\n`,
  '/work/.git/config':
    '[core]\n\tbare = false\n[remote "fork"]\n\turl = git@github.com:me/x.git\n[remote "origin"]\n\turl = https://u:p@github.com/acme/infra.git\n\tfetch = +refs\n',
}

describe('!env', () => {
  const env = { NAME: ' value \n', EMPTY: '' }
  it.each([
    ['!env NAME', 'value'],
    ['!env NAME fallback', 'value'],
    ['!env EMPTY fallback', ''],
    ['!env NOPE', ''],
    ['!env NOPE fallback', 'fallback'],
    ['!env NOPE "two words"', 'two words'],
    [`!env "NOPE 'two words'"`, 'two words'],
    ['!env NOPE ""', ''],
    ['!env NOPE 012', '012'],
    ['!env', 'BROKEN !env gives no value: it takes the name of a variable and perhaps a default, not ""'],
    [
      '!env A B C',
      'BROKEN !env gives no value: it takes the name of a variable and perhaps a default, not "A B C"',
    ],
  ])('%s', async (text, value) => expect(await valueAt(`v: ${text}`, { env })).toEqual(value))
})

describe('!cwd and !repo-root', () => {
  it.each<[string, Outside, unknown]>([
    ['!cwd', { cwd: '/work/a' }, '/work/a'],
    ['!cwd ../b', { cwd: '/work/a' }, '/work/b'],
    ['!repo-root', { cwd: '/work/a/b', files: work }, '/work'],
    ['!git.root', { cwd: '/work/a/b', files: work }, '/work'],
    ['!repo-root fallback', { cwd: '/else' }, 'fallback'],
    ['!repo-root', { cwd: '/else' }, 'BROKEN !repo-root gives no value: /else is not inside a Git work tree'],
  ])('%s from %o', async (text, outside, value) =>
    expect(await valueAt(`v: ${text}`, outside)).toEqual(value),
  )
})

describe('!git', () => {
  const detached = { ...work, '/work/.git/HEAD': `${sha}\n` }
  const packed = {
    '/work/.git/HEAD': 'ref: refs/heads/main\n',
    '/work/.git/packed-refs': `# pack-refs\n${sha} refs/heads/main\n`,
    '/work/.git/config': '[remote "origin"]\n\turl = git@gitlab.example.com:group/sub/app.git\n',
  }
  const linked = {
    '/work/.git': 'gitdir: /main/.git/worktrees/w\n',
    '/main/.git/worktrees/w/HEAD': 'ref: refs/heads/main\n',
    '/main/.git/worktrees/w/commondir': '../..\n',
    '/main/.git/refs/heads/main': sha,
    '/main/.git/config': '[remote "origin"]\n\turl = ssh://git@host:2222/o/n\n',
  }
  it.each<[string, Record<string, string>, unknown]>([
    ['!git.sha', work, sha],
    ['!git.ref', work, 'refs/heads/feature/x'],
    ['!git.branch', work, 'feature/x'],
    ['!git.url', work, 'https://github.com/acme/infra.git'],
    ['!git.host', work, 'github.com'],
    ['!git.owner', work, 'acme'],
    ['!git.name', work, 'infra'],
    ['!git.repository', work, 'acme/infra'],
    ['!git.sha', detached, sha],
    ['!git.branch', detached, 'BROKEN !git.branch gives no value: the work tree /work has no branch'],
    ['!git.branch none', detached, 'none'],
    ['!git.sha', packed, sha],
    ['!git.owner', packed, 'group/sub'],
    ['!git.name', packed, 'app'],
    ['!git.sha', linked, sha],
    ['!git.host', linked, 'host'],
    ['!git.repository', linked, 'o/n'],
    ['!git.sha', {}, 'BROKEN !git.sha gives no value: /work is not inside a Git work tree'],
  ])('%s', async (text, files, value) => expect(await valueAt(`v: ${text}`, { files })).toEqual(value))
})

describe('!random', () => {
  it.each([
    ['!random', 32768],
    ['!random 10', 5],
    ['!random 10 20', 15],
    ['!random -4 -4', -4],
    ['!random 20 10', 'BROKEN !random gives no value: "20 10" is no range of whole numbers'],
    ['!random a', 'BROKEN !random gives no value: "a" is no range of whole numbers'],
  ])('%s', async (text, value) => expect(await valueAt(`v: ${text}`)).toEqual(value))
})

describe('!include', () => {
  const files = {
    '/work/a.yaml': 'b:\n  c: [1, {"d e": !env X y}]\n',
    '/work/sub/nested.yaml': 'v: !include ../a.yaml .b.c[0]\n',
    '/work/x.json': '{"a": 012345}',
    '/work/note.txt': 'a: 1\n',
    '/work/.env': '# all\nexport A=1\nB = two words # no\nC="x\\ny"\nD=\'#\'\n',
    '/work/vars.tfvars': 'a = 1',
    '/work/self.yaml': 'v: !include self.yaml\n',
    '/work/bad.yaml': 'a: [\n',
  }
  it.each([
    ['!include a.yaml', { b: { c: [1, { 'd e': 'y' }] } }],
    ['!include /work/a.yaml .b.c[1]["d e"]', 'y'],
    ['!include a.yaml .b.c[0]', 1],
    ['!include a.yaml ".b.c[0]"', 1],
    ['!include a.yaml .', { b: { c: [1, { 'd e': 'y' }] } }],
    ['!include sub/nested.yaml', { v: 1 }],
    ['!include x.json', { a: 5349 }],
    ['!include note.txt', 'a: 1\n'],
    ['!include .env', { A: '1', B: 'two words', C: 'x\ny', D: '#' }],
    ['!include.raw a.yaml', files['/work/a.yaml']],
    ['!include a.yaml .b.nope', 'BROKEN !include gives no value: there is nothing at .b.nope in that file'],
    [
      '!include a.yaml ".b | keys"',
      'BROKEN !include gives no value: the query .b | keys is more than a path',
    ],
    ['!include nope.yaml', 'BROKEN Could not read /work/nope.yaml: there is no such file'],
    [
      '!include vars.tfvars',
      'BROKEN !include gives no value: /work/vars.tfvars is HCL, which this program does not read',
    ],
    ['!include', 'BROKEN !include gives no value: it names no file'],
    [
      '!include self.yaml',
      'BROKEN the files include each other: /work/atmos.yaml → /work/self.yaml → /work/self.yaml',
    ],
    [
      '!include s3::https://x/y',
      'BROKEN Could not fetch s3::https://x/y: of remote files this program fetches those with an https:// address only',
    ],
  ])('%s', async (text, value) => expect(await valueAt(`v: ${text}`, { files })).toEqual(value))

  it('tells where a mistake in the included file is', async () => {
    expect(await valueAt('v: !include bad.yaml', { files })).toContain('/work/bad.yaml:2:1')
  })

  it('fetches https addresses, and paths beside them', async () => {
    const web = { 'https://h/a/b.yaml': 'c: !include d.yaml\n', 'https://h/a/d.yaml': 'e: 1\n' }
    expect(await valueAt('v: !include https://h/a/b.yaml', { web })).toEqual({ c: { e: 1 } })
  })

  it('keeps the places of the included file', async () => {
    const tree = await applied('v: !include a.yaml', { files })
    const part = nearestPart(tree, ['v', 'b', 'c', '0'])
    expect(originOf(part)).toEqual({ file: '/work/a.yaml', line: 2, column: 7 })
  })

  it('stops inclusions nested too deep', async () => {
    const deep = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`/work/d${n}.yaml`, `v: !include d${n + 1}.yaml\n`]),
    )
    expect(await valueAt('v: !include d0.yaml', { files: deep })).toContain('files are included too deep')
  })
})

describe('other functions', () => {
  it('marks lists to append and keys to unset, and leaves programs for later', async () => {
    const tree = await applied('a: !append [!env X y]\nb: !unset\nc: !exec echo hi')
    expect(child(tree, 'a')).toMatchObject({ type: 'list', append: true, items: [{ value: 'y' }] })
    expect(child(tree, 'b')).toMatchObject({ type: 'unset' })
    expect(child(tree, 'c')).toMatchObject({ type: 'pending', command: 'echo hi' })
  })

  it.each([
    ['!append x', 'BROKEN !append gives no value: it stands before something that is no list'],
    ['!exec', 'BROKEN !exec gives no value: it names no command'],
    ['!terraform.output x', 'BROKEN !terraform.output is not a function this program knows'],
    ['!evn X', 'BROKEN !evn is not a function this program knows'],
  ])('%s', async (text, value) => expect(await valueAt(`v: ${text}`)).toEqual(value))
})
