import { describe, expect, it } from 'vitest'
import { smallCatalog } from '../../test/doubles/catalog.ts'
import { fakeOutside, type Outside } from '../../test/doubles/outside.ts'
import { loadConfig } from './load-config.ts'
import { loadProfilePlaces } from './load-tree.ts'
import type { LoadOptions } from './options.ts'
import { listProfiles } from './profiles.ts'

const realm = (name: string) => `auth: { realm: ${name} }\n`
const main = { '/work/atmos.yaml': realm('base') }
const load = (outside: Outside, options: LoadOptions = {}) =>
  loadConfig(options, smallCatalog, fakeOutside(outside))
const realmOf = async (outside: Outside, options: LoadOptions = {}) =>
  (await load(outside, options)).realm?.value

const places = [
  ['profiles.base_path', '/work/own/ci/a.yaml'],
  ['.atmos/profiles', '/work/.atmos/profiles/ci/a.yaml'],
  ['the user’s folder', '/home/me/.config/atmos/profiles/ci/a.yaml'],
  ['profiles', '/work/profiles/ci/a.yaml'],
] as const

describe('a profile', () => {
  const base = { '/work/atmos.yaml': `profiles: { base_path: own }\n${realm('base')}` }

  it.each(places)('is found in %s', async (_, file) => {
    expect(await realmOf({ files: { ...base, [file]: realm('ci') } }, { profiles: ['ci'] })).toBe('ci')
  })

  it.each(places.slice(1).map(([name], index) => [name, index + 1] as const))(
    'in %s yields to one in an earlier place',
    async (_, index) => {
      const files: Record<string, string> = { ...base }
      for (const [place, [, file]] of places.entries()) {
        if (place >= index - 1) files[file] = realm(`p${place}`)
      }
      expect(await realmOf({ files }, { profiles: ['ci'] })).toBe(`p${index - 1}`)
    },
  )

  it('is found in the folder that XDG_CONFIG_HOME names', async () => {
    const files = { ...main, '/xdg/atmos/profiles/ci/a.yaml': realm('ci') }
    expect(await realmOf({ files, env: { XDG_CONFIG_HOME: '/xdg' } }, { profiles: ['ci'] })).toBe('ci')
  })

  it('is found where there is no atmos.yaml at all', async () => {
    const files = { '/work/.atmos/profiles/ci/a.yaml': realm('ci') }
    expect(await realmOf({ files }, { profiles: ['ci'] })).toBe('ci')
  })

  it('applies all its files, deeper ones last, and their imports', async () => {
    const files = {
      ...main,
      '/work/profiles/ci/z.yaml': 'import: [../../more.yaml]\n',
      '/work/profiles/ci/a/b.yaml': realm('deep'),
      '/work/more.yaml': 'auth: { console: { isolated: true } }\n',
    }
    const auth = await load({ files }, { profiles: ['ci'] })
    expect(auth.realm?.value).toBe('deep')
    expect(auth.isolatedConsole).toBe(true)
    expect(auth.files).toEqual([
      '/work/atmos.yaml',
      '/work/more.yaml',
      '/work/profiles/ci/z.yaml',
      '/work/profiles/ci/a/b.yaml',
    ])
  })

  it('merges into identities instead of replacing them', async () => {
    const files = {
      '/work/atmos.yaml': 'auth: { identities: { Dev: { kind: test/role, principal: { assume_role: r } } } }',
      '/work/profiles/ci/a.yaml': 'auth: { identities: { dev: { default: true } } }',
    }
    const [dev] = (await load({ files }, { profiles: ['ci'] })).identities
    expect(dev).toMatchObject({
      name: 'Dev',
      kind: 'test/role',
      default: true,
      spec: { principal: { assume_role: 'r' } },
    })
  })
})

describe('which profiles apply', () => {
  const files = {
    '/work/atmos.yaml': `profiles: { default: d }\n${realm('base')}`,
    ...Object.fromEntries(['a', 'b', 'd', 'e'].map(name => [`/work/profiles/${name}/x.yaml`, realm(name)])),
  }
  const withMain = (text: string) => ({ ...files, '/work/atmos.yaml': `${text}${realm('base')}` })

  it.each<[string, Outside, LoadOptions, string]>([
    ['those asked for', { files, env: { ATMOS_PROFILE: 'e' } }, { profiles: ['a'] }, 'a'],
    ['the last one asked for on top', { files }, { profiles: ['a', 'b'] }, 'b'],
    ['ATMOS_PROFILE over the default', { files, env: { ATMOS_PROFILE: 'a, e' } }, {}, 'e'],
    ['the default', { files }, {}, 'd'],
    ['a list of defaults', { files: withMain('profiles: { default: [a, b] }\n') }, {}, 'b'],
    [
      'ATMOS_PROFILE of the top-level env',
      { files: withMain('env: { ATMOS_PROFILE: e }\nprofiles: { default: d }\n') },
      {},
      'e',
    ],
    ['none', { files: withMain('') }, {}, 'base'],
  ])('%s', async (_, outside, options, name) => expect(await realmOf(outside, options)).toBe(name))
})

describe('a profile that is not there', () => {
  const files = {
    '/work/atmos.yaml': 'auth: { identities: { dev-admin: { kind: test/keys } } }',
    '/work/profiles/staging/x.yaml': '',
    '/home/me/.config/atmos/profiles/prod/x.yaml': '',
  }

  it.each([
    ['stagin', 'Did you mean staging?'],
    ['Dev-Admin', 'Dev-Admin is an identity; did you mean --identity=Dev-Admin?'],
    ['../secrets', 'Make a folder of that name'],
  ])('%s', async (name, next) => {
    const thrown = await load({ files }, { profiles: [name] }).catch((reason: unknown) => reason)
    expect(thrown).toMatchObject({
      code: 'profile-not-found',
      exitCode: 3,
      why: expect.stringContaining(
        'known: prod, staging; searched: /work/.atmos/profiles, /home/me/.config/atmos/profiles, /work/profiles',
      ),
      next: expect.stringContaining(next),
    })
  })

  it('is not in the list of those that are', async () => {
    const outside = fakeOutside({ files })
    const listed = listProfiles(await loadProfilePlaces({}, outside), outside)
    expect(listed.map(({ name }) => name)).toEqual(['prod', 'staging'])
  })
})
