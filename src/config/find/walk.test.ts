import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeFiles } from '../../effects/node/files.ts'
import { filesMatching } from './glob.ts'
import { mustEndBy } from './walk.ts'
import { yamlFilesBelow } from './yaml-files.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'atmos-auth-walk-')))
const effects = { files: nodeFiles() }
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Links up, to a neighbour that links back, and to a folder that is just elsewhere. */
for (const path of ['a', 'b', 'real']) mkdirSync(join(folder, path))
for (const path of ['a/x.yaml', 'b/y.yaml', 'real/z.yaml']) writeFileSync(join(folder, path), '')
for (const [path, target] of [
  ['up', '.'],
  ['up-too', '.'],
  ['a/to-b', '../b'],
  ['b/to-a', '../a'],
  ['linked', 'real'],
] as const)
  symlinkSync(target, join(folder, path))

const expected = ['a/to-b/y.yaml', 'a/x.yaml', 'b/to-a/x.yaml', 'b/y.yaml', 'linked/z.yaml', 'real/z.yaml']
const named = (files: readonly string[]) => files.map(file => file.slice(folder.length + 1)).sort()

describe('links in a circle', () => {
  it('are walked once, in a folder of fragments', () => {
    expect(named(yamlFilesBelow(folder, effects))).toEqual(expected)
  })

  it('are walked once, by a pattern', () => {
    expect(named(filesMatching(join(folder, '**/*.yaml'), effects))).toEqual(expected)
  })

  it('do not keep a pattern from what it names through a link', () => {
    expect(named(filesMatching(join(folder, 'l*/*.yaml'), effects))).toEqual(['linked/z.yaml'])
  })
})

it('says so when there are too many folders to look into', () => {
  expect(() => mustEndBy(20_000, '/')).not.toThrow()
  expect(() => mustEndBy(20_001, '/')).toThrow('Could not look for files in /')
})
