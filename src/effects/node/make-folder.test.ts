import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from './make-folder.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'make-folder-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('a folder', () => {
  it('is made with its parents, private, and once', () => {
    mkdirSync(join(folder, 'open'), { mode: 0o755 })
    makeFolder(join(folder, 'open/a/b'))
    makeFolder(join(folder, 'open/a/b'))
    const modes = ['open', 'open/a', 'open/a/b'].map(name => statSync(join(folder, name)).mode & 0o777)
    expect(modes).toEqual([0o755, 0o700, 0o700])
  })

  it.each([
    ['a file', 'file', 'EEXIST'],
    ['below a file', 'file/below', 'ENOTDIR'],
    ['a link to nowhere', 'nowhere', 'EEXIST'],
    ['below a link to nowhere', 'nowhere/below', 'EEXIST'],
  ])('cannot be %s', (_, name, code) => {
    writeFileSync(join(folder, 'file'), '')
    symlinkSync(join(folder, 'absent'), join(folder, 'nowhere'))
    expect(() => makeFolder(join(folder, name))).toThrow(code)
  })

  it('may be behind a link', () => {
    mkdirSync(join(folder, 'real'))
    symlinkSync('real', join(folder, 'link'))
    makeFolder(join(folder, 'link/a'))
    expect(statSync(join(folder, 'real/a')).isDirectory()).toBe(true)
  })

  // In a program of its own, because what never comes back can only be killed.
  it.runIf(process.platform === 'linux')('is refused, not waited for, where the system takes none', () => {
    const code = `import { makeFolder } from ${JSON.stringify(join(import.meta.dirname, 'make-folder.ts'))}
try { makeFolder('/proc/none/below') } catch (error) { console.log(error.code) }`
    const args = ['--input-type=module-typescript', '-e', code]
    const said = execFileSync(process.execPath, args, { timeout: 20_000, encoding: 'utf8', env: {} })
    expect(said).toBe('ENOENT\n')
  })
})
