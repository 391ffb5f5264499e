import { describe, expect, it } from 'vitest'
import { fakeHome, type HomeParts, lockedKeychain, workingKeychain } from '../../test/doubles/home.ts'
import type { KeyringSettings } from '../auth/auth-config.ts'
import { Secret } from '../auth/secret.ts'
import { openVaults } from './open.ts'

const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' }
const password = { ATMOS_KEYRING_PASSWORD: 'correct horse' }
const sessions = '/home/me/.local/state/atmos/sessions.json'
const encrypted = '/home/me/.local/share/atmos/keyring/atmos-auth.json'

function open(parts: HomeParts = {}, settings: Partial<KeyringSettings> = {}) {
  const effects = fakeHome(parts)
  const keyring = {
    type: 'system',
    path: undefined,
    passwordEnv: 'ATMOS_KEYRING_PASSWORD',
    ...settings,
  } as const
  return { ...openVaults(keyring, effects), effects, files: () => Object.keys(effects.files.contents()) }
}

const text = new Secret('text')

describe('the system store', () => {
  it('is the keychain where there is one, and touches no file', async () => {
    const kept = new Map<string, string>()
    const opened = open({ env: bus, keychain: workingKeychain(kept) })
    await opened.sessions.set('session', text)
    await opened.longLived.set('key', text)
    expect([...kept]).toEqual([
      ['session', 'text'],
      ['key', 'text'],
    ])
    expect(opened.files()).toEqual([])
    expect(opened.notes).toEqual([])
  })

  it('keeps sessions in a private file where there is none, without a word and without a program', async () => {
    const opened = open()
    await opened.sessions.set('session', text)
    expect((await opened.sessions.get('session'))?.expose()).toBe('text')
    expect(opened.files()).toEqual([sessions])
    expect(opened.notes).toEqual([])
    expect(opened.effects.processes.calls).toEqual([])
  })

  it('keeps both in the encrypted file where a password is set', async () => {
    const opened = open({ env: password })
    await opened.sessions.set('session', text)
    await opened.longLived.set('key', text)
    expect(opened.files()).toEqual([encrypted])
    expect(opened.notes).toEqual([])
  })

  it('never puts long-lived keys into a plain file', async () => {
    const opened = open()
    expect(await opened.longLived.get('key')).toBeUndefined()
    await expect(opened.longLived.set('key', text)).rejects.toMatchObject({
      code: 'credential-store-failed',
      next: expect.stringContaining('export ATMOS_KEYRING_PASSWORD='),
    })
    expect(opened.files()).toEqual([])
  })

  it('says once that the keychain is locked, asks it once, and goes on with the file', async () => {
    const opened = open({ env: bus, keychain: lockedKeychain })
    expect(await opened.sessions.get('one')).toBeUndefined()
    await opened.sessions.set('one', text)
    await opened.sessions.set('two', text)
    expect(opened.files()).toEqual([sessions])
    expect(opened.effects.processes.calls).toHaveLength(1)
    expect(opened.notes).toEqual([expect.stringContaining('unlock prompt was dismissed')])
  })

  it('goes on with the encrypted file for long-lived keys', async () => {
    const opened = open({ env: { ...bus, ...password }, keychain: lockedKeychain })
    await opened.longLived.set('key', text)
    expect((await opened.longLived.get('key'))?.expose()).toBe('text')
    expect(opened.notes).toEqual([expect.stringContaining('unlock prompt was dismissed')])
  })

  it('does not take a locked keychain for an empty one when keys are wanted', async () => {
    const opened = open({ env: bus, keychain: lockedKeychain })
    const locked = { code: 'credential-store-failed', details: { trouble: 'locked' } }
    await expect(opened.longLived.get('key')).rejects.toMatchObject(locked)
    await expect(opened.longLived.set('key', text)).rejects.toMatchObject(locked)
  })

  it('asks for the password of an encrypted file that holds the keys, and leaves sessions alone', async () => {
    const before = open({ env: password })
    await before.longLived.set('key', text)
    const files = before.effects.files.contents()
    const alone = open({ files })
    expect(await alone.longLived.get('other')).toBeUndefined()
    await expect(alone.longLived.get('key')).rejects.toMatchObject({
      code: 'credential-store-failed',
      message: expect.stringContaining('ATMOS_KEYRING_PASSWORD is not set'),
    })
    await alone.sessions.set('session', text)
    expect(alone.effects.files.contents()[encrypted]).toBe(files[encrypted])
    const attended = open({ files, answers: [password.ATMOS_KEYRING_PASSWORD] })
    expect((await attended.longLived.get('key'))?.expose()).toBe('text')
  })

  it('takes a bus that leads nowhere for no keychain', async () => {
    const opened = open({ env: bus })
    await opened.sessions.set('one', text)
    expect(await opened.longLived.get('key')).toBeUndefined()
    expect(opened.notes).toEqual([])
  })

  it('removes from every place', async () => {
    const opened = open({ env: bus, keychain: workingKeychain(new Map([['key', 'x']])) })
    opened.effects.files.put(sessions, JSON.stringify({ version: 1, entries: { key: 'y' } }))
    expect(await opened.sessions.list?.()).toEqual(['key'])
    expect(await opened.sessions.remove('key')).toBe(true)
    expect(await opened.sessions.get('key')).toBeUndefined()
    expect(opened.files()).toEqual([])
  })

  it('never fails a session because nothing can be written', async () => {
    const opened = open()
    opened.effects.files.refuseWrites = 'EROFS'
    await opened.sessions.set('session', text)
    expect(await opened.sessions.get('session')).toBeUndefined()
    expect(opened.notes).toEqual([expect.stringContaining('EROFS')])
  })
})

describe('the file store', () => {
  const file = { type: 'file' } as const

  it('is the encrypted file alone, where the environment or the configuration says', async () => {
    const byEnv = open({ env: { ...bus, ...password, ATMOS_KEYRING_FILE_PATH: '/keys' } }, file)
    await byEnv.longLived.set('key', text)
    expect(byEnv.files()).toEqual(['/keys/atmos-auth.json'])
    expect(byEnv.effects.processes.calls).toEqual([])
    const bySetting = open({ env: password }, { ...file, path: '~/vault/keys.json' })
    await bySetting.sessions.set('session', text)
    expect(bySetting.files()).toEqual(['/home/me/vault/atmos-auth.json'])
  })

  it('asks for the password, twice when it is new', async () => {
    const opened = open({ answers: ['correct horse', 'correct horse'] }, file)
    await opened.longLived.set('key', text)
    expect(opened.effects.questions).toHaveLength(2)
  })

  it.each([
    ['two answers that differ', ['correct horse', 'battery staple'], 'differ'],
    ['a short one', ['short', 'short'], 'at least 8'],
    ['none', [], 'no password was given'],
    ['nobody to ask', undefined, 'ATMOS_KEYRING_PASSWORD is not set'],
  ])('refuses %s', async (_, answers, why) => {
    const opened = open(answers === undefined ? {} : { answers }, file)
    await expect(opened.longLived.set('key', text)).rejects.toMatchObject({
      why: expect.stringContaining(why),
      next: 'export ATMOS_KEYRING_PASSWORD=… (at least 8 characters)',
    })
    expect(opened.files()).toEqual([])
  })

  it('lets a login stand that cannot be remembered, and says so', async () => {
    const opened = open({}, file)
    await opened.sessions.set('session', text)
    expect(opened.files()).toEqual([])
    expect(opened.notes).toEqual([expect.stringContaining('ATMOS_KEYRING_PASSWORD is not set')])
  })

  it('takes the password from the variable that is named', async () => {
    const env = { ATMOS_KEYRING_PASSWORD_ENV: 'MY_PASSWORD', MY_PASSWORD: 'correct horse' }
    await open({ env }, file).longLived.set('key', text)
    await expect(
      open({ env: password }, { ...file, passwordEnv: 'OTHER' }).longLived.set('key', text),
    ).rejects.toMatchObject({ why: expect.stringContaining('OTHER is not set') })
  })
})

describe('other stores', () => {
  it.each(['memory', 'none'])('%s, by the environment, touches nothing outside', async type => {
    const opened = open({ env: { ...bus, ...password, ATMOS_KEYRING_TYPE: type }, keychain: lockedKeychain })
    if (type === 'memory') await opened.longLived.set('key', text)
    else await expect(opened.longLived.set('key', text)).rejects.toThrow(/nothing is kept/)
    expect((await opened.longLived.get('key'))?.expose()).toBe(type === 'memory' ? 'text' : undefined)
    await opened.sessions.set('session', text)
    expect((await opened.sessions.get('session'))?.expose()).toBe(type === 'memory' ? 'text' : undefined)
    expect(opened.effects.processes.calls).toEqual([])
    expect(opened.files()).toEqual([])
  })
})
