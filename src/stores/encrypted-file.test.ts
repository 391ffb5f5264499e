import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeHome } from '../../test/doubles/home.ts'
import { Secret } from '../auth/secret.ts'
import { encryptedFileVault } from './encrypted-file.ts'
import { keyFrom, seal, unseal } from './sealed-text.ts'

const path = '/home/me/.local/share/atmos/keyring/atmos-auth.json'
const key = Buffer.alloc(32, 7)

function vaultOf(effects: ReturnType<typeof fakeHome>, password = 'correct horse') {
  return encryptedFileVault({ path, password: async () => new Secret(password) }, effects)
}

describe('a sealed text', () => {
  it('opens with its key and name only', () => {
    const text = fc.string({ unit: 'binary' }).filter(value => Buffer.from(value).toString() === value)
    fc.assert(
      fc.property(text, fc.string(), fc.string(), (value, name, other) => {
        const sealed = seal(new Secret(value), Buffer.alloc(12, 1), { key, name })
        expect(unseal(sealed, { key, name })).toBe(value)
        expect(unseal(sealed, { key: Buffer.alloc(32, 8), name })).toBeUndefined()
        if (other !== name) expect(unseal(sealed, { key, name: other })).toBeUndefined()
      }),
    )
  })

  it('does not open once any bit of it was changed', () => {
    const bytes = Buffer.from(seal(new Secret('secret'), Buffer.alloc(12, 1), { key, name: 'n' }), 'base64')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(unseal(changed.toString('base64'), { key, name: 'n' })).toBeUndefined()
    }
    expect(unseal('', { key, name: 'n' })).toBeUndefined()
  })

  it('has the key that scrypt makes (vector of RFC 7914, first 32 bytes)', async () => {
    const recipe = {
      name: 'scrypt',
      N: 1024,
      r: 8,
      p: 16,
      salt: Buffer.from('NaCl').toString('base64'),
    } as const
    expect((await keyFrom(new Secret('password'), recipe)).toString('hex')).toBe(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    )
  })
})

describe('the encrypted file', () => {
  it('keeps texts over runs, holds none of them readable, and is private', async () => {
    const effects = fakeHome()
    const first = vaultOf(effects)
    expect(await first.get('one')).toBeUndefined()
    await first.set('one', new Secret('secret-one'))
    await first.set('two', new Secret('secret-two'))
    const second = vaultOf(effects)
    expect((await second.get('one'))?.expose()).toBe('secret-one')
    expect(await second.list?.()).toEqual(['one', 'two'])
    expect(effects.files.contents()[path]).not.toMatch(/secret-|correct horse/)
    expect(effects.files.stat(path)?.mode).toBe(0o600)
    expect(await second.remove('one')).toBe(true)
    expect(await second.remove('one')).toBe(false)
    expect((await vaultOf(effects).get('two'))?.expose()).toBe('secret-two')
  })

  it('does not ask for the password while there is nothing to open', async () => {
    const vault = encryptedFileVault(
      { path, password: () => Promise.reject(new Error('asked too early')) },
      fakeHome(),
    )
    expect(await vault.get('key')).toBeUndefined()
    expect(await vault.remove('key')).toBe(false)
    expect(await vault.list?.()).toEqual([])
  })

  it('says that the password is wrong, and keeps the file', async () => {
    const effects = fakeHome()
    await vaultOf(effects).set('one', new Secret('secret-one'))
    const before = effects.files.contents()
    const other = vaultOf(effects, 'battery staple')
    const wrong = { code: 'credential-store-failed', why: expect.stringContaining('password') }
    await expect(other.get('one')).rejects.toMatchObject(wrong)
    await expect(other.set('two', new Secret('x'))).rejects.toMatchObject(wrong)
    expect(effects.files.contents()).toEqual(before)
  })

  it.each([
    '',
    'garbage',
    '{"version":1}',
    '{"version":1,"check":"","entries":{},"kdf":{"name":"scrypt","salt":"","N":1e12,"r":8,"p":1}}',
  ])('refuses to replace a file that holds %j', async content => {
    const effects = fakeHome()
    effects.files.put(path, content)
    await expect(vaultOf(effects).set('key', new Secret('x'))).rejects.toMatchObject({
      code: 'credential-store-failed',
      next: expect.stringContaining(`mv ${path}`),
    })
    expect(effects.files.contents()[path]).toBe(content)
  })

  it('joins a file that somebody else made in the meantime', async () => {
    const effects = fakeHome()
    const other = fakeHome()
    await vaultOf(other).set('theirs', new Secret('secret-theirs'))
    effects.files.onReplace = moment => {
      if (moment !== 'before') return
      effects.files.onReplace = undefined
      effects.files.put(path, other.files.contents()[path] ?? '')
    }
    // Another salt than the neighbour's, so that the key has to be made again.
    effects.random.bytes(16)
    await vaultOf(effects).set('ours', new Secret('secret-ours'))
    const both = vaultOf(effects)
    expect((await both.get('theirs'))?.expose()).toBe('secret-theirs')
    expect((await both.get('ours'))?.expose()).toBe('secret-ours')
  })
})
