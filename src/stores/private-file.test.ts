import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryFiles } from '../../test/doubles/files.ts'
import { fakeHome } from '../../test/doubles/home.ts'
import { Secret } from '../auth/secret.ts'
import { privateFileVault } from './private-file.ts'

const path = '/home/me/.local/state/atmos/sessions.json'

describe('the private file', () => {
  it('keeps any text under any key, and gives back what was put in last', async () => {
    const step = fc.record({
      operation: fc.constantFrom('set', 'remove'),
      key: fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor'), fc.string()),
      text: fc.string({ unit: 'grapheme' }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step), async steps => {
        const vault = privateFileVault(path, fakeHome())
        const expected = new Map<string, string>()
        for (const { operation, key, text } of steps) {
          if (operation === 'set') await vault.set(key, new Secret(text))
          else expect(await vault.remove(key)).toBe(expected.has(key))
          if (operation === 'set') expected.set(key, text)
          else expected.delete(key)
        }
        expect(new Set(await vault.list?.())).toEqual(new Set(expected.keys()))
        for (const [key, text] of expected) expect((await vault.get(key))?.expose()).toBe(text)
        expect((await vault.get('toString'))?.expose()).toBe(expected.get('toString'))
      }),
    )
  })

  it('is private even where a wider file was there before', async () => {
    const files = memoryFiles()
    files.put(path, '{}', 0o644)
    await privateFileVault(path, { ...fakeHome(), files }).set('key', new Secret('text'))
    expect(files.stat(path)?.mode).toBe(0o600)
  })

  it('goes away with its last entry', async () => {
    const files = memoryFiles()
    const vault = privateFileVault(path, { ...fakeHome(), files })
    await vault.set('key', new Secret('text'))
    await vault.remove('key')
    expect(files.contents()).toEqual({})
  })

  it.each(['', 'garbage', '[]', '{"version":2,"entries":{"key":"x"}}', '{"version":1,"entries":{"key":7}}'])(
    'counts as empty when it holds %j',
    async content => {
      const vault = privateFileVault(path, { ...fakeHome(), files: memoryFiles({ [path]: content }) })
      expect(await vault.get('key')).toBeUndefined()
      await vault.set('key', new Secret('text'))
      expect((await vault.get('key'))?.expose()).toBe('text')
    },
  )

  it('keeps what a neighbour wrote in the middle', async () => {
    const files = memoryFiles()
    const vault = privateFileVault(path, { ...fakeHome(), files })
    files.onReplace = moment => {
      if (moment !== 'before') return
      files.onReplace = undefined
      files.put(path, JSON.stringify({ version: 1, entries: { neighbour: 'theirs' } }))
    }
    await vault.set('key', new Secret('ours'))
    expect((await vault.get('neighbour'))?.expose()).toBe('theirs')
    expect((await vault.get('key'))?.expose()).toBe('ours')
  })

  it('fails as unwritable with the words of the system', async () => {
    const files = memoryFiles()
    files.refuseWrites = 'EROFS'
    await expect(
      privateFileVault(path, { ...fakeHome(), files }).set('key', new Secret('text')),
    ).rejects.toMatchObject({
      code: 'file-unwritable',
      why: expect.stringContaining('EROFS'),
    })
  })
})
