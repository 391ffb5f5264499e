import { describe, expect, it } from 'vitest'
import { fakeOutside, type Outside } from '../../../test/doubles/outside.ts'
import { Failure } from '../../errors/failure.ts'
import type { LoadOptions } from '../options.ts'
import { locate } from './locate.ts'

function found(outside: Outside, options: LoadOptions = {}): string[] {
  return locate(options, fakeOutside(outside)).flatMap(layer => [
    ...layer.fragments.map(file => `${layer.place} ${file}`),
    ...(layer.file === undefined ? [] : [`${layer.place} ${layer.file}`]),
  ])
}

const empty = (...paths: string[]) => Object.fromEntries(paths.map(path => [path, '']))

const system = '/usr/local/etc/atmos/atmos.yaml'
const home = '/home/me/.atmos/atmos.yaml'

interface Case extends Outside {
  readonly there: readonly string[]
  readonly read: readonly string[]
}

const cases: Readonly<Record<string, Case>> = {
  nothing: { there: [], read: [] },
  'the working folder': { there: ['/work/atmos.yaml'], read: ['working-folder /work/atmos.yaml'] },
  'the other spelling': { there: ['/work/atmos.yml'], read: ['working-folder /work/atmos.yml'] },
  'both spellings: .yaml only': {
    there: ['/work/atmos.yaml', '/work/atmos.yml'],
    read: ['working-folder /work/atmos.yaml'],
  },
  'all places, weakest first': {
    there: [system, home, '/r/s/atmos.yaml', '/r/atmos.yaml', '/r/.git/HEAD', '/c/atmos.yaml'],
    cwd: '/r/s/t',
    read: [`system ${system}`, `home ${home}`, 'parent /r/s/atmos.yaml', 'git-root /r/atmos.yaml'],
  },
  'the nearest parent only': {
    there: ['/r/a/b/atmos.yaml', '/r/a/atmos.yaml', '/r/atmos.yaml'],
    cwd: '/r/a/b/c/d',
    read: ['parent /r/a/b/atmos.yaml'],
  },
  'a parent that is the Git root, once': {
    there: ['/r/atmos.yaml', '/r/.git/HEAD'],
    cwd: '/r/a/b',
    read: ['git-root /r/atmos.yaml'],
  },
  'own configuration hides parents and Git root': {
    there: ['/r/a/atmos.yaml', '/r/atmos.yaml', '/r/.git/HEAD', '/r/a/b/atmos.yml'],
    cwd: '/r/a/b',
    read: ['working-folder /r/a/b/atmos.yml'],
  },
  'a folder .atmos hides them too': {
    there: ['/r/atmos.yaml', '/r/.git/HEAD', '/r/a/.atmos/profiles/ci/x.yaml'],
    cwd: '/r/a',
    read: [],
  },
  '.atmos.yaml hides them, and is not read': {
    there: ['/r/atmos.yaml', '/r/.git/HEAD', '/r/a/.atmos.yaml'],
    cwd: '/r/a',
    read: [],
  },
  '.atmos.yaml in a parent ends the search there': {
    there: ['/r/atmos.yaml', '/r/a/.atmos.yaml'],
    cwd: '/r/a/b',
    read: [],
  },
  'the Git root can be left out': {
    there: ['/r/atmos.yaml', '/r/.git/HEAD', '/r/a/atmos.yaml'],
    cwd: '/r/a/b',
    env: { ATMOS_GIT_ROOT_BASEPATH: 'false' },
    read: ['parent /r/a/atmos.yaml'],
  },
  'a linked work tree has a file .git': {
    there: ['/r/atmos.yaml', '/r/.git'],
    cwd: '/r/a',
    read: ['git-root /r/atmos.yaml'],
  },
  'ATMOS_CLI_CONFIG_PATH comes last and hides parents': {
    there: ['/r/atmos.yaml', '/c/atmos.yaml', home],
    cwd: '/r/a',
    env: { ATMOS_CLI_CONFIG_PATH: '/c' },
    read: [`home ${home}`, 'variable /c/atmos.yaml'],
  },
  'ATMOS_CLI_CONFIG_PATH counts from the working folder': {
    there: ['/r/a/c/atmos.yml'],
    cwd: '/r/a',
    env: { ATMOS_CLI_CONFIG_PATH: 'c' },
    read: ['variable /r/a/c/atmos.yml'],
  },
  'fragments by depth, then name, before the file': {
    there: [
      '/work/.atmos.d/b.yaml',
      '/work/.atmos.d/a.yml',
      '/work/.atmos.d/0/deep.yaml',
      '/work/atmos.d/z.yaml',
      '/work/.atmos.d/b.yml',
      '/work/.atmos.d/readme.md',
      '/work/atmos.yaml',
    ],
    read: [
      'working-folder /work/atmos.d/z.yaml',
      'working-folder /work/.atmos.d/a.yml',
      'working-folder /work/.atmos.d/b.yaml',
      'working-folder /work/.atmos.d/0/deep.yaml',
      'working-folder /work/atmos.yaml',
    ],
  },
  'fragments of the Git root even for a folder with its own file': {
    there: ['/r/.git/HEAD', '/r/.atmos.d/auth.yaml', '/r/atmos.yaml', '/r/a/atmos.yaml'],
    cwd: '/r/a',
    read: ['git-root /r/.atmos.d/auth.yaml', 'working-folder /r/a/atmos.yaml'],
  },
  'the system folder of Windows': {
    there: ['C:/Users/me/AppData/Local/atmos/atmos.yaml'.replace('C:', '/c')],
    platform: 'win32',
    env: { LOCALAPPDATA: '/c/Users/me/AppData/Local' },
    read: ['system /c/Users/me/AppData/Local/atmos/atmos.yaml'],
  },
}

describe('where the configuration is found', () => {
  it.each(Object.entries(cases))('%s', (_, { there, read, ...outside }) => {
    expect(found({ ...outside, files: empty(...there) })).toEqual(read)
  })
})

describe('a configuration that was asked for', () => {
  const there = empty(
    '/work/atmos.yaml',
    home,
    '/c/one.yaml',
    '/work/two.yml',
    '/d/atmos.yaml',
    '/d/.atmos.d/x.yaml',
  )

  it.each<[string, LoadOptions, string[]]>([
    [
      'files, in their order',
      { configFiles: ['two.yml', '/c/one.yaml'] },
      ['selected /work/two.yml', 'selected /c/one.yaml'],
    ],
    [
      'folders with their fragments',
      { configFolders: ['/d'] },
      ['selected /d/.atmos.d/x.yaml', 'selected /d/atmos.yaml'],
    ],
    [
      'files before folders',
      { configFolders: ['/d'], configFiles: ['/c/one.yaml'] },
      ['selected /c/one.yaml', 'selected /d/.atmos.d/x.yaml', 'selected /d/atmos.yaml'],
    ],
  ])('%s replace the search', (_, options, read) => expect(found({ files: there }, options)).toEqual(read))

  it.each<[LoadOptions, string]>([
    [{ configFiles: ['nope.yaml'] }, '/work/nope.yaml'],
    [{ configFolders: ['/c'] }, 'atmos.yaml in /c'],
  ])('%o must be there', (options, words) => {
    try {
      found({ files: there }, options)
      expect.fail('it was found')
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(Failure)
      expect(thrown).toMatchObject({ code: 'config-not-found', exitCode: 3 })
      expect((thrown as Failure).what).toContain(words)
    }
  })

  it('looks into no folder that it may not see', () => {
    const outside = fakeOutside({ files: there, cwd: '/work' })
    const stat = (path: string) => {
      if (path.startsWith('/home')) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
      return outside.files.stat(path)
    }
    const layers = locate({}, { ...outside, files: { ...outside.files, stat } })
    expect(layers.map(layer => layer.file)).toEqual(['/work/atmos.yaml'])
  })
})
