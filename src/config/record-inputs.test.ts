import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeOutside } from '../../test/doubles/outside.ts'
import { nodeFiles } from '../effects/node/files.ts'
import { catalog } from '../kinds/catalog.ts'
import { areUnchanged, type Inputs } from './inputs.ts'
import { loadConfig } from './load-config.ts'
import type { LoadNeeds } from './loading.ts'
import { recordInputs } from './record-inputs.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'atmos-auth-inputs-'))
  write('work/atmos.yaml', 'import: [more/*.yaml]\nenv: { WHERE: !env REALM }\n')
  write('work/more/a.yaml', '{}')
  write('work/atmos.d/b.yaml', '{}')
  settle('work', 'work/more', 'work/atmos.d')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function write(path: string, text: string, age = 60): void {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), text)
  const then = Date.now() / 1000 - age
  utimesSync(join(home, path), then, then)
}

/** Folders too must not look as if somebody were at work in them. */
function settle(...folders: string[]): void {
  for (const folder of ['', ...folders]) utimesSync(join(home, folder), 1000, 1000)
}

function outside(env: Record<string, string> = {}, cwd = 'work'): LoadNeeds {
  const fake = fakeOutside({ env, cwd: join(home, cwd), home: join(home, 'me') })
  return { ...fake, files: nodeFiles(), clock: { ...fake.clock, now: () => Date.now() } }
}

async function load(effects: LoadNeeds): Promise<Inputs | undefined> {
  const recording = recordInputs(effects)
  await loadConfig({}, catalog, recording.effects)
  return recording.inputs()
}

describe('what a configuration was made from', () => {
  it('is unchanged as long as nothing is, also through JSON', async () => {
    const inputs = JSON.parse(JSON.stringify(await load(outside()))) as Inputs
    expect(areUnchanged(inputs, outside())).toBe(true)
  })

  it.each<[string, () => void]>([
    [
      'a file is written',
      () => write('work/atmos.yaml', 'import: [more/*.yaml]\nenv: { WHERE: !env XXXXX }\n', 30),
    ],
    ['a file of the same age has another size', () => write('work/more/a.yaml', '{ }')],
    ['a file goes', () => rmSync(join(home, 'work/more/a.yaml'))],
    ['a file is renamed', () => renameSync(join(home, 'work/more/a.yaml'), join(home, 'work/more/c.yaml'))],
    ['a file joins those of a pattern', () => write('work/more/b.yaml', '{}')],
    ['a file joins the fragments', () => write('work/atmos.d/deep/b.yaml', '{}')],
    ['a place that was empty is filled', () => write('work/.atmos.d/b.yaml', '{}')],
    ['the home folder gets a configuration', () => write('me/.atmos/atmos.yaml', '{}')],
    ['a work tree begins', () => mkdirSync(join(home, '.git'))],
    [
      'a file becomes a folder',
      () => {
        rmSync(join(home, 'work/more/a.yaml'))
        mkdirSync(join(home, 'work/more/a.yaml'))
      },
    ],
  ])('has changed when %s', async (_, change) => {
    const inputs = (await load(outside())) as Inputs
    expect(areUnchanged(inputs, outside())).toBe(true)
    change()
    expect(areUnchanged(inputs, outside())).toBe(false)
  })

  it.each(['REALM', 'ATMOS_PROFILE', 'ATMOS_CLI_CONFIG_PATH', 'ATMOS_GIT_ROOT_BASEPATH'])(
    'has changed when %s is set, or set to something else',
    async name => {
      const unset = (await load(outside())) as Inputs
      expect(areUnchanged(unset, outside({ [name]: '' }))).toBe(false)
      expect(areUnchanged(unset, outside({ UNRELATED: 'x' }))).toBe(true)
      const set = (await load(outside({ REALM: 'a' }))) as Inputs
      expect(areUnchanged(set, outside({ REALM: 'b' }))).toBe(false)
    },
  )

  it('counts the folder it was looked for from', async () => {
    const inputs = (await load(outside())) as Inputs
    expect(areUnchanged(inputs, outside({}, 'work/more'))).toBe(false)
  })

  it('holds no value of a variable', async () => {
    expect(JSON.stringify(await load(outside({ REALM: 'canary-value' })))).not.toContain('canary')
  })

  it.each([
    ['chance', 'env: { WHERE: !random 5 }\n'],
    ['the network', 'env: { WHERE: !include.raw https://example.com/realm }\n'],
  ])('cannot be told when it asked %s', async (_, text) => {
    write('work/atmos.yaml', text)
    settle('work')
    const fake = fakeOutside({ web: { 'https://example.com/realm': 'x' } })
    const recording = recordInputs({ ...outside(), http: fake.http })
    await loadConfig({ collect: true }, catalog, recording.effects)
    expect(recording.inputs()).toBeUndefined()
  })

  it('cannot be told while a file has only just been written: it may be once more within one tick', async () => {
    write('work/atmos.yaml', '{}', 1)
    settle('work')
    expect(await load(outside())).toBeUndefined()
    write('work/atmos.yaml', '{}', 3)
    settle('work')
    expect(await load(outside())).toBeDefined()
  })
})
