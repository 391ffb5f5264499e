import { describe, expect, it } from 'vitest'
import { memoryFiles } from '../../test/doubles/files.ts'
import { editFile } from './edit-file.ts'

const path = '/state/file'
const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString()
const addOne = (before: Uint8Array | undefined) => Buffer.from(`${text(before) ?? ''}1`)

describe('editing a file', () => {
  it('makes it, private, changes it, and removes it', async () => {
    const files = memoryFiles()
    expect(await editFile({ path, change: addOne }, { files })).toBe(true)
    expect(await editFile({ path, change: addOne }, { files })).toBe(true)
    expect(text(files.read(path))).toBe('11')
    expect(files.stat(path)?.mode).toBe(0o600)
    expect(await editFile({ path, change: () => undefined }, { files })).toBe(true)
    expect(files.contents()).toEqual({})
  })

  it('writes nothing when nothing changes, not even a folder', async () => {
    const files = memoryFiles()
    expect(await editFile({ path, change: before => before }, { files })).toBe(false)
    expect(files.stat('/state')).toBeUndefined()
    files.put(path, 'same')
    files.onReplace = () => expect.fail('it wrote')
    expect(await editFile({ path, change: () => Buffer.from('same') }, { files })).toBe(false)
  })

  it('builds on what a neighbour wrote in the middle', async () => {
    const files = memoryFiles({ [path]: 'a' })
    files.onReplace = moment => {
      if (moment !== 'before') return
      files.onReplace = undefined
      files.put(path, 'b')
    }
    await editFile({ path, change: addOne }, { files })
    expect(text(files.read(path))).toBe('b1')
  })

  it('gives up on a neighbour who never stops, and gives its lock back', async () => {
    const files = memoryFiles({ [path]: 'a' })
    let count = 0
    files.onReplace = () => {
      count += 1
      files.put(path, `theirs ${count}`)
    }
    await expect(editFile({ path, change: addOne }, { files })).rejects.toMatchObject({
      code: 'file-unwritable',
      why: 'another program keeps writing to it',
    })
    expect(await files.lock(path, 0)).toBeDefined()
  })

  it('says when somebody keeps it locked', async () => {
    const files = memoryFiles()
    await files.lock(path, 0)
    await expect(editFile({ path, change: addOne }, { files })).rejects.toMatchObject({
      code: 'file-unwritable',
      why: 'another process kept it locked for 10 s',
    })
  })

  it('passes on what the change throws', async () => {
    const change = () => {
      throw new TypeError('ours')
    }
    await expect(editFile({ path, change }, { files: memoryFiles() })).rejects.toThrow(TypeError)
  })
})
