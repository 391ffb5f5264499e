import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nameBeside } from './beside.ts'
import { nodeFiles } from './files.ts'

const files = nodeFiles()
const asRoot = process.getuid?.() === 0
/** Whether a program run as somebody else can read our sources: not in a checkout below a private folder. */
const canBeNobody =
  asRoot && parentsOf(import.meta.dirname).every(path => (statSync(path).mode & 0o005) === 0o005)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const text = (path: string) => readFileSync(path, 'utf8')
const modeOf = (path: string) => statSync(path).mode & 0o7777

describe('read', () => {
  it('does not wait for a pipe that nobody writes into, nor for one that gives nothing', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(files.read(pipe)).toHaveLength(0)
    const writer = openSync(pipe, 'r+')
    expect(() => files.read(pipe)).toThrow(/ETIMEDOUT: .*pipe is not a file, and gives nothing/)
    closeSync(writer)
  })

  it('takes what a pipe gives, and nothing of /dev/null', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const writer = spawn('/bin/sh', ['-c', 'exec > "$1"; sleep 0.3; printf content', 'sh', pipe])
    const holder = openSync(pipe, constants.O_RDONLY)
    expect(Buffer.from(files.read(pipe) ?? []).toString()).toBe('content')
    closeSync(holder)
    await new Promise(resolve => writer.on('close', resolve))
    expect(files.read('/dev/null')).toHaveLength(0)
  })

  it('does not read a device without end, and calls a folder one', () => {
    expect(() => files.read('/dev/zero')).toThrow(/EFBIG: \/dev\/zero is not a file, and does not end/)
    expect(() => files.read(folder)).toThrow(/EISDIR/)
  })
})

describe('replace', () => {
  it("takes other people's permissions away when asked to", () => {
    const path = join(folder, 'open')
    writeFileSync(path, 'old', { mode: 0o644 })
    chmodSync(path, 0o644)
    files.replace(path, 'secret', { tighten: true })
    expect(modeOf(path)).toBe(0o600)
  })

  it('makes a new file private, and nothing beside it', () => {
    const path = join(folder, 'a')
    expect(files.replace(path, 'one')).toBe('written')
    expect(text(path)).toBe('one')
    expect(modeOf(path)).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('gives a new file the mode that was asked for', () => {
    files.replace(join(folder, 'a'), 'one', { mode: 0o640 })
    expect(modeOf(join(folder, 'a'))).toBe(0o640)
  })

  it.each([0o644, 0o640, 0o400, 0o666])('keeps the mode %o of an existing file', mode => {
    const path = join(folder, 'a')
    writeFileSync(path, 'old')
    chmodSync(path, mode)
    files.replace(path, 'new')
    expect(text(path)).toBe('new')
    expect(modeOf(path)).toBe(mode)
  })

  it.skipIf(!asRoot)('keeps the owner of an existing file', () => {
    const path = join(folder, 'a')
    writeFileSync(path, 'old')
    chownSync(path, 1234, 2345)
    files.replace(path, 'new')
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 2345 })
  })

  it.skipIf(!canBeNobody)('writes in place where it cannot give the file back to its owner', () => {
    const path = join(folder, 'a')
    writeFileSync(path, 'old and long')
    chownSync(path, 0, 2345)
    chmodSync(path, 0o666)
    chmodSync(folder, 0o777)
    const inode = statSync(path).ino
    asNobody(`files.replace(${JSON.stringify(path)}, 'new')`)
    expect(text(path)).toBe('new')
    expect(statSync(path)).toMatchObject({ ino: inode, uid: 0, gid: 2345 })
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('follows links, relative and chained, and keeps them', () => {
    mkdirSync(join(folder, 'real'))
    writeFileSync(join(folder, 'real/target'), 'old')
    symlinkSync('real/target', join(folder, 'inner'))
    symlinkSync('inner', join(folder, 'outer'))
    files.replace(join(folder, 'outer'), 'new')
    expect(text(join(folder, 'real/target'))).toBe('new')
    expect(readlinkSync(join(folder, 'outer'))).toBe('inner')
    expect(readdirSync(folder).sort()).toEqual(['inner', 'outer', 'real'])
  })

  it('creates what a dangling link points to', () => {
    symlinkSync('nowhere-yet', join(folder, 'link'))
    files.replace(join(folder, 'link'), 'new')
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
    expect(text(join(folder, 'nowhere-yet'))).toBe('new')
  })

  it('says so when links go round in a circle', () => {
    symlinkSync('b', join(folder, 'a'))
    symlinkSync('a', join(folder, 'b'))
    expect(() => files.replace(join(folder, 'a'), 'x')).toThrow('ELOOP')
  })

  it.each([
    ['other bytes', 'old', 'mine'],
    ['a file where there should be none', 'old', undefined],
    ['no file where there should be one', undefined, 'mine'],
  ])('writes nothing when it finds %s', (_, before, expected) => {
    const path = join(folder, 'a')
    if (before !== undefined) writeFileSync(path, before)
    const bytes = expected === undefined ? undefined : Buffer.from(expected)
    expect(files.replace(path, 'new', { expect: { bytes } })).toBe('changed')
    expect(existsSync(path) ? text(path) : undefined).toBe(before)
    expect(readdirSync(folder)).toEqual(before === undefined ? [] : ['a'])
  })

  it('writes when it finds what it expected', () => {
    const path = join(folder, 'a')
    expect(files.replace(path, 'one', { expect: { bytes: undefined } })).toBe('written')
    expect(files.replace(path, 'two', { expect: { bytes: Buffer.from('one') } })).toBe('written')
    expect(text(path)).toBe('two')
  })

  it.skipIf(!canBeNobody)('says why a folder cannot be written to, and leaves everything as it was', () => {
    writeFileSync(join(folder, 'a'), 'old')
    chmodSync(folder, 0o555)
    expect(() => asNobody(`files.replace(${JSON.stringify(join(folder, 'a'))}, 'new')`)).toThrow('EACCES')
    expect(text(join(folder, 'a'))).toBe('old')
  })
})

describe('a half-overwritten file', () => {
  const before = '{"long":"content of the old file"}'
  const after = '{"new":1}'
  const dead = '999999999-1-elsewhere_1'

  function leaveJournal(content: string): void {
    writeFileSync(join(folder, 'a'), content)
    const journal = { before: btoa(before), after: btoa(after) }
    const path = join(folder, `.a.atmos-auth.${dead}.1.journal`)
    writeFileSync(path, JSON.stringify(journal))
    execFileSync('touch', ['-d', '1 hour ago', path])
  }

  it.each([
    ['torn at the beginning', after.slice(0, 3) + before.slice(3), before],
    ['written but not cut to length', after + before.slice(after.length), before],
    ['not begun', before, before],
    ['complete', after, after],
    ['rewritten by somebody else', '{"other":true}', '{"other":true}'],
  ])('%s is settled by the next holder of the lock', async (_, found, settled) => {
    leaveJournal(found)
    const release = await files.lock(join(folder, 'a'), 0)
    expect(text(join(folder, 'a'))).toBe(settled)
    release?.()
    expect(readdirSync(folder)).toEqual(['a'])
  })
})

describe('the rest', () => {
  it('reads, lists and removes what is there, and says when it is not', () => {
    const path = join(folder, 'deep/er/a')
    expect(files.read(path)).toBeUndefined()
    expect(files.stat(path)).toBeUndefined()
    expect(files.list(join(folder, 'deep'))).toEqual([])
    expect(files.remove(path)).toBe(false)
    files.makeFolder(join(folder, 'deep/er'))
    expect(modeOf(join(folder, 'deep'))).toBe(0o700)
    files.append(path, 'a')
    files.append(path, 'b')
    expect(Buffer.from(files.read(path) ?? []).toString()).toBe('ab')
    expect(files.stat(path)).toMatchObject({ type: 'file', size: 2, mode: 0o600 })
    files.removeFolder(join(folder, 'deep/er'))
    expect(files.list(join(folder, 'deep/er'))).toEqual(['a'])
    expect(files.remove(path)).toBe(true)
    files.removeFolder(join(folder, 'deep/er'))
    expect(files.list(join(folder, 'deep'))).toEqual([])
  })

  it('names its temporary files after the process that owns them', () => {
    expect(nameBeside(join(folder, 'a'), 'new')).toContain(`/.a.atmos-auth.${process.pid}-`)
  })
})

/** Runs a line with `files` in hand as an ordinary user. */
function parentsOf(path: string): readonly string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [path, ...parentsOf(parent)]
}

function asNobody(line: string): void {
  const module = JSON.stringify(join(import.meta.dirname, 'files.ts'))
  const code = `import { nodeFiles } from ${module}; const files = nodeFiles(); ${line}`
  execFileSync(process.execPath, ['--input-type=module-typescript', '-e', code], {
    uid: 65534,
    gid: 65534,
    stdio: 'pipe',
    env: {},
  })
}
