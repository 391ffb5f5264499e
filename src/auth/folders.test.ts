import { describe, expect, it } from 'vitest'
import type { Environment } from '../effects/environment.ts'
import { foldersOf } from './folders.ts'

function folders(
  variables: Record<string, string>,
  parts: Partial<Pick<Environment, 'platform' | 'home'>> = {},
) {
  const { config, cache, data, state } = foldersOf({
    env: {
      get: name => variables[name],
      all: () => variables,
      platform: 'linux',
      cwd: '/',
      home: '/home/ada',
      ...parts,
    },
  })
  return { config, cache, data, state }
}

describe('folders', () => {
  it.each(['linux', 'darwin'] as const)('are the usual ones on %s', platform => {
    const { config, cache, data, state } = folders({}, { platform })
    expect([config(), cache(), data(), state()]).toEqual([
      '/home/ada/.config/atmos',
      '/home/ada/.cache/atmos',
      '/home/ada/.local/share/atmos',
      '/home/ada/.local/state/atmos',
    ])
  })

  it('prefer the variables of Atmos to those of XDG, each kind by itself', () => {
    const { config, cache, data } = folders({
      ATMOS_XDG_CONFIG_HOME: '/a',
      XDG_CONFIG_HOME: '/x',
      XDG_CACHE_HOME: '/c',
    })
    expect([config(), cache(), data()]).toEqual(['/a/atmos', '/c/atmos', '/home/ada/.local/share/atmos'])
  })

  it.each(['', 'relative', '../up'])('ignore the value %j', value => {
    expect(folders({ ATMOS_XDG_CONFIG_HOME: value, XDG_CONFIG_HOME: '/x' }).config()).toBe('/x/atmos')
    expect(folders({ XDG_CONFIG_HOME: value }).config()).toBe('/home/ada/.config/atmos')
  })

  it('are app data on Windows', () => {
    const windows = { platform: 'win32', home: 'C:\\Users\\ada' } as const
    const { config, cache, state } = folders({ LOCALAPPDATA: 'D:\\Local' }, windows)
    expect([config(), cache(), state()]).toEqual([
      'D:\\Local\\atmos',
      'D:\\Local\\cache\\atmos',
      'D:\\Local\\atmos',
    ])
    expect(folders({}, windows).data()).toBe('C:\\Users\\ada\\AppData\\Local\\atmos')
  })

  it('say that there is no home only when one is needed', () => {
    const homeless = folders({ XDG_STATE_HOME: '/state' }, { home: undefined })
    expect(homeless.state()).toBe('/state/atmos')
    expect(() => homeless.config()).toThrow(/HOME is not set/)
  })
})
