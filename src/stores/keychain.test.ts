import { describe, expect, it } from 'vitest'
import { fakeHome, type HomeParts, type KeychainCall, workingKeychain } from '../../test/doubles/home.ts'
import { Secret } from '../auth/secret.ts'
import { keychainIsLikely, keychainVault } from './keychain.ts'

const patience = { limitMs: 5000 }

const vaultOf = (keychain: HomeParts['keychain']) =>
  keychainVault(patience, fakeHome(keychain === undefined ? {} : { keychain }))

describe('the keychain', () => {
  it('is asked in the words of Atmos: the key is the service, the account is atmos-auth', async () => {
    const calls: KeychainCall[] = []
    const keychain = workingKeychain()
    const vault = vaultOf(call => {
      calls.push(call)
      return keychain(call)
    })
    expect(await vault.get('atmos_dev')).toBeUndefined()
    await vault.set('atmos_dev', new Secret('text'))
    expect((await vault.get('atmos_dev'))?.expose()).toBe('text')
    expect(await vault.remove('atmos_dev')).toBe(true)
    expect(await vault.remove('atmos_dev')).toBe(false)
    expect(calls[1]).toEqual({ operation: 'set', service: 'atmos_dev', account: 'atmos-auth', text: 'text' })
  })

  it('gets secrets through its standard input, never as words or variables', async () => {
    const effects = fakeHome({
      env: { NODE_OPTIONS: '--inspect', HOME: '/home/me' },
      keychain: workingKeychain(),
    })
    await keychainVault(patience, effects).set('key', new Secret('canary-secret'))
    const [call] = effects.processes.calls
    expect(call?.args.join(' ')).not.toContain('canary')
    expect(call?.env).toEqual({ HOME: '/home/me' })
    expect(call?.input).toContain('canary-secret')
    expect(call?.timeoutMs).toBe(5000)
  })

  it.each([
    ['a text as it is', '{"type":"aws"}', '{"type":"aws"}'],
    ['what Atmos encoded on macOS', `go-keyring-base64:${Buffer.from('ä\n').toString('base64')}`, 'ä\n'],
    ['what older ones encoded', `go-keyring-encoded:${Buffer.from('a\nb').toString('hex')}`, 'a\nb'],
  ])('reads %s', async (_, kept, text) => {
    const vault = vaultOf(workingKeychain(new Map([['key', kept]])))
    expect((await vault.get('key'))?.expose()).toBe(text)
  })

  it.each([
    [{ missing: true, message: 'the package @napi-rs/keyring is not installed' }, 'absent'],
    [{ missing: false, message: 'Platform failure: DBus error: no bus' }, 'absent'],
    [
      {
        missing: false,
        message: 'The name org.freedesktop.secrets was not provided by any .service files',
      },
      'absent',
    ],
    [{ missing: false, message: "Couldn't access platform storage: unlock prompt was dismissed" }, 'locked'],
  ])('fails on %j as %s', async (answer, trouble) => {
    await expect(vaultOf(() => ({ done: false, ...answer })).get('key')).rejects.toMatchObject({
      code: 'credential-store-failed',
      why: answer.message,
      details: { trouble },
    })
  })

  it('is asked once for all that is wanted at one moment', async () => {
    const kept = new Map([['b', 'text']])
    const effects = fakeHome({ keychain: workingKeychain(kept) })
    const vault = keychainVault(patience, effects)
    const wanted = ['a', 'b', 'c'].map(key => vault.get(key))
    const found = await Promise.all([...wanted, vault.remove('b')])
    expect(found.map(text => (text instanceof Secret ? text.expose() : text))).toEqual([
      undefined,
      'text',
      undefined,
      true,
    ])
    expect(effects.processes.calls).toHaveLength(1)
    await vault.get('a')
    expect(effects.processes.calls).toHaveLength(2)
  })

  it('gives up on one that does not answer in time', async () => {
    const effects = fakeHome()
    const silent = { ...effects, processes: { ...effects.processes, run: async () => timedOut } }
    await expect(keychainVault(patience, silent).get('key')).rejects.toMatchObject({
      why: 'it did not answer within 5 s',
      details: { trouble: 'silent' },
    })
  })

  it('explains a program that breaks by its last words', async () => {
    const effects = fakeHome()
    const broken = { ...timedOut, timedOut: false, stderr: 'noise\nSegmentation fault\n', stdout: '[7]' }
    const breaking = { ...effects, processes: { ...effects.processes, run: async () => broken } }
    await expect(keychainVault(patience, breaking).get('key')).rejects.toMatchObject({
      why: 'Segmentation fault',
    })
  })
})

const timedOut = { exitCode: undefined, stdout: '', stderr: '', timedOut: true }

describe('a keychain is likely', () => {
  it.each<[string, HomeParts, boolean]>([
    ['on macOS', { platform: 'darwin' }, true],
    ['on Windows', { platform: 'win32' }, true],
    ['with the address of a bus', { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' } }, true],
    ['not without', {}, false],
    ['not with an empty address', { env: { DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '' } }, false],
    ['not with a folder for a bus without one', { env: { XDG_RUNTIME_DIR: '/run/user/1' } }, false],
  ])('%s', (_, parts, likely) => {
    expect(keychainIsLikely(fakeHome(parts))).toBe(likely)
  })

  it('with a bus where systemd puts it', () => {
    const effects = fakeHome({ env: { XDG_RUNTIME_DIR: '/run/user/1' } })
    effects.files.put('/run/user/1/bus', '')
    expect(keychainIsLikely(effects)).toBe(true)
  })

  it('not where Node does not run us', () => {
    const { env, files } = fakeHome({ platform: 'darwin' })
    expect(keychainIsLikely({ env: { ...env, node: undefined }, files })).toBe(false)
  })
})
