import { spawn } from 'node:child_process'
import {
  lstatSync,
  lutimesSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beforeEnd } from './before-end.ts'
import { lockBeside } from './beside.ts'
import { nodeFiles } from './files.ts'
import { ownOwner, writeOwner } from './owner.ts'

const files = nodeFiles()
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  path = join(folder, 'config.json')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A lock made by hand, with the age of its last sign of life. */
function plant(
  owner: string,
  options: { readonly ageSeconds?: number; readonly ending?: string } = {},
): void {
  const lock = lockBeside(path) + (options.ending ?? '')
  symlinkSync(`${owner}.1`, lock)
  const then = Date.now() / 1000 - (options.ageSeconds ?? 0)
  lutimesSync(lock, then, then)
}

const own = ownOwner()
const gone = writeOwner({ ...own, pid: 4_194_305 })
const recycled = writeOwner({ ...own, start: '1' })
const foreign = writeOwner({ ...own, realm: 'other_4026531836' })

describe('lock', () => {
  it('is held by one, and leaves nothing behind', async () => {
    const release = await files.lock(path, 0)
    expect(release).toBeTypeOf('function')
    expect(await files.lock(path, 20)).toBeUndefined()
    release?.()
    expect(readdirSync(folder)).toEqual([])
    expect(await files.lock(path, 0).then(next => next?.())).toBeUndefined()
  })

  it('is passed on to who waits', async () => {
    const release = await files.lock(path, 0)
    setTimeout(() => release?.(), 60)
    const next = await files.lock(path, 5000)
    expect(next).toBeTypeOf('function')
    next?.()
  })

  it('belongs to the file a link leads to', async () => {
    symlinkSync('config.json', join(folder, 'link'))
    const release = await files.lock(join(folder, 'link'), 0)
    expect(await files.lock(path, 0)).toBeUndefined()
    release?.()
  })

  it.each([
    ['of a process that has gone', gone, 0],
    ['of a process whose number was given to another', recycled, 0],
    ['of another container that has been silent', foreign, 60],
    ['from the future', foreign, -3600],
    ['that nobody can read', 'garbage', 60],
  ])('%s is swept', async (_, owner, ageSeconds) => {
    plant(owner, { ageSeconds })
    const release = await files.lock(path, 0)
    expect(release).toBeTypeOf('function')
    release?.()
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['of a living process', writeOwner(own)],
    ['of another container that gave a sign of life', foreign],
    ['that is being written by a system without links', 'garbage'],
  ])('%s is respected', async (_, owner) => {
    plant(owner)
    expect(await files.lock(path, 30)).toBeUndefined()
    expect(readlinkSync(lockBeside(path))).toBe(`${owner}.1`)
  })

  it('is not the one that Atmos leaves beside the file', async () => {
    writeFileSync(`${path}.lock`, '')
    const release = await files.lock(path, 0)
    release?.()
    expect(readdirSync(folder)).toEqual(['config.json.lock'])
  })

  it('is swept although the sweepers before were killed too', async () => {
    plant(gone)
    plant(gone, { ending: '.x' })
    plant(gone, { ending: '.x.x' })
    const release = await files.lock(path, 0)
    release?.()
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes away what killed sweepers left when the lock itself was free', async () => {
    plant(gone, { ending: '.x.x' })
    const release = await files.lock(path, 0)
    release?.()
    expect(readdirSync(folder)).toEqual([])
  })

  it('does not remove a lock that somebody else has taken over', async () => {
    const release = await files.lock(path, 0)
    rmSync(lockBeside(path))
    plant(foreign)
    release?.()
    expect(lstatSync(lockBeside(path)).isSymbolicLink()).toBe(true)
  })

  it('takes away the unfinished file of a killed run, and no living one', async () => {
    writeFileSync(join(folder, `.config.json.atmos-auth.${gone}.3.new`), 'secret')
    writeFileSync(join(folder, `.config.json.atmos-auth.${writeOwner(own)}.99999.new`), 'secret')
    writeFileSync(join(folder, '.config.json.swp'), 'an editor')
    const release = await files.lock(path, 0)
    release?.()
    expect(readdirSync(folder)).toEqual([
      `.config.json.atmos-auth.${writeOwner(own)}.99999.new`,
      '.config.json.swp',
    ])
  })

  it('fails with the reason when the folder is not there', async () => {
    await expect(files.lock(join(folder, 'no/config.json'), 0)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a holder that ends', () => {
  const line = (rest: string) =>
    `import { nodeFiles } from ${JSON.stringify(join(import.meta.dirname, 'files.ts'))};
    await nodeFiles().lock(${JSON.stringify(path)}, 0); console.log('held'); ${rest}`

  async function endOf(code: string, signal?: NodeJS.Signals) {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { env: {} })
    child.stdout.on('data', () => signal && child.kill(signal))
    return await new Promise(resolve => child.on('close', (status, by) => resolve(by ?? status)))
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s gives the lock back, and dies of it',
    async signal => {
      expect(await endOf(line('setTimeout(() => {}, 10000)'), signal)).toBe(signal)
      expect(readdirSync(folder)).toEqual([])
    },
  )

  it('normally gives the lock back', async () => {
    expect(await endOf(line('process.exit(3)'))).toBe(3)
    expect(readdirSync(folder)).toEqual([])
  })

  it('by SIGKILL leaves a lock that the next one sweeps at once', async () => {
    expect(await endOf(line('setTimeout(() => {}, 10000)'), 'SIGKILL')).toBe('SIGKILL')
    expect(readdirSync(folder)).toHaveLength(1)
    const release = await files.lock(path, 0)
    expect(release).toBeTypeOf('function')
    release?.()
    expect(readdirSync(folder)).toEqual([])
  })
})

it('stops listening to signals when nothing is left to clean up', () => {
  const before = process.listenerCount('SIGTERM')
  const cancel = beforeEnd(() => {})
  expect(process.listenerCount('SIGTERM')).toBe(before + 1)
  cancel()
  expect(process.listenerCount('SIGTERM')).toBe(before)
})
