import { describe, expect, it } from 'vitest'
import { memoryFiles } from '../../test/doubles/files.ts'
import { editFile } from './edit-file.ts'

const path = '/state/file'
const clock = { now: () => 1_000, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString()
const addOne = (before: Uint8Array | undefined) => Buffer.from(`${text(before) ?? ''}1`)

describe('editing a file', () => {
  it('makes it, private, changes it, and removes it', async () => {
    const files = memoryFiles()
    expect(await editFile({ path, change: addOne }, { files, clock })).toBe(true)
    expect(await editFile({ path, change: addOne }, { files, clock })).toBe(true)
    expect(text(files.read(path))).toBe('11')
    expect(files.stat(path)?.mode).toBe(0o600)
    expect(await editFile({ path, change: () => undefined }, { files, clock })).toBe(true)
    expect(files.contents()).toEqual({})
  })

  it('writes nothing when nothing changes, not even a folder', async () => {
    const files = memoryFiles()
    expect(await editFile({ path, change: before => before }, { files, clock })).toBe(false)
    expect(files.stat('/state')).toBeUndefined()
    files.put(path, 'same')
    files.onReplace = () => expect.fail('it wrote')
    expect(await editFile({ path, change: () => Buffer.from('same') }, { files, clock })).toBe(false)
  })

  it('builds on what a neighbour wrote in the middle', async () => {
    const files = memoryFiles({ [path]: 'a' })
    files.onReplace = moment => {
      if (moment !== 'before') return
      files.onReplace = undefined
      files.put(path, 'b')
    }
    await editFile({ path, change: addOne }, { files, clock })
    expect(text(files.read(path))).toBe('b1')
  })

  it('gives up on a neighbour who never stops, and gives its lock back', async () => {
    const files = memoryFiles({ [path]: 'a' })
    let count = 0
    files.onReplace = () => {
      count += 1
      files.put(path, `theirs ${count}`)
    }
    await expect(editFile({ path, change: addOne }, { files, clock })).rejects.toMatchObject({
      code: 'file-unwritable',
      why: 'another program keeps writing to it',
    })
    expect(await files.lock(path, 0)).toBeDefined()
  })

  it('says when somebody keeps it locked', async () => {
    const files = memoryFiles()
    await files.lock(path, 0)
    await expect(editFile({ path, change: addOne }, { files, clock })).rejects.toMatchObject({
      code: 'file-unwritable',
      why: 'another process kept it locked for 10 s',
    })
  })

  it.each([
    [4_500, 3_500, '3.5 s'],
    [500, 0, '0 s'],
    [60_000, 10_000, '10 s'],
  ])('waits for a lock no longer than the command has time, until %i', async (deadline, wait, said) => {
    const files = memoryFiles()
    const waits: number[] = []
    files.lock = async (_, ms) => void waits.push(ms)
    const edit = editFile({ path, change: addOne }, { files, clock: { ...clock, deadline } })
    await expect(edit).rejects.toMatchObject({ why: `another process kept it locked for ${said}` })
    expect(waits).toEqual([wait])
  })

  it('passes on what the change throws', async () => {
    const change = () => {
      throw new TypeError('ours')
    }
    await expect(editFile({ path, change }, { files: memoryFiles(), clock })).rejects.toThrow(TypeError)
  })
})
