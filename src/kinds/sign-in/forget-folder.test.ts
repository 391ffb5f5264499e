import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { nodeFiles } from '../../effects/node/files.ts'
import { forgetFolder } from './forget-folder.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'forget-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

it('removes a folder with all in it, and nothing that is merely linked', () => {
  const [ours, theirs] = [join(home, 'ours'), join(home, 'theirs')]
  mkdirSync(join(ours, 'deep/deeper'), { recursive: true })
  mkdirSync(theirs)
  writeFileSync(join(theirs, 'precious'), '')
  writeFileSync(join(ours, 'deep/deeper/.cookie'), '')
  symlinkSync(theirs, join(ours, 'deep/folder'))
  symlinkSync(join(theirs, 'precious'), join(ours, 'file'))
  symlinkSync('nowhere-12345', join(ours, 'SingletonLock'))
  expect(forgetFolder(ours, { files: nodeFiles() })).toBe(true)
  expect(existsSync(ours)).toBe(false)
  expect(existsSync(join(theirs, 'precious'))).toBe(true)
  expect(forgetFolder(ours, { files: nodeFiles() })).toBe(false)
})
