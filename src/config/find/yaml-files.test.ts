import { expect, it } from 'vitest'
import { fakeOutside } from '../../../test/doubles/outside.ts'
import { yamlFilesBelow } from './yaml-files.ts'

it.each([
  ['by depth, then by name', ['b/x.yaml', 'a/y.yaml', 'z.yaml'], ['z.yaml', 'a/y.yaml', 'b/x.yaml']],
  ['without files of other kinds', ['a.json', 'b.yaml.bak', 'c.yml'], ['c.yml']],
  ['without a .yml beside its .yaml', ['a.yaml', 'a.yml', 'b/a.yml'], ['a.yaml', 'b/a.yml']],
  ['with a .yml beside a folder called .yaml', ['a.yaml/b.yaml', 'a.yml'], ['a.yml', 'a.yaml/b.yaml']],
])('lists the YAML files of a folder %s', (_, there, listed) => {
  const outside = fakeOutside({ files: Object.fromEntries(there.map(name => [`/f/${name}`, ''])) })
  expect(yamlFilesBelow('/f', outside)).toEqual(listed.map(name => `/f/${name}`))
})

it('finds none where there is no such folder', () => {
  expect(yamlFilesBelow('/f', fakeOutside({ files: { '/f': '' } }))).toEqual([])
})
