import { expect, it } from 'vitest'
import { smallCatalog } from '../../test/doubles/catalog.ts'
import { fakeOutside } from '../../test/doubles/outside.ts'
import { discoveredFile } from '../auth/discovered.ts'
import { discoveredYaml } from '../auth/discovered-yaml.ts'
import { loadConfig } from './load-config.ts'

const written = (setting: string) => `
auth:
  providers:
    sso: { kind: test/portal, start_url: https://x, region: eu-west-1${setting} }
  identities:
    dev/Admin: { alias: boss }
`

async function identitiesWith(setting: string) {
  const bare = fakeOutside({})
  const found = discoveredYaml('sso', {
    at: 0,
    identities: ['Admin', 'ReadOnly'].map(role => ({
      name: `dev/${role}`,
      kind: 'aws/permission-set',
      role,
      account: { id: '123456789012', name: 'dev' },
    })),
  })
  const outside = fakeOutside({
    files: { '/work/atmos.yaml': written(setting), [discoveredFile('sso', bare)]: found },
  })
  const auth = await loadConfig({}, smallCatalog, outside)
  return { names: auth.identities.map(({ name, alias }) => [name, alias]), folder: auth.folder }
}

it('lays what a provider was found to offer beneath what people wrote', async () => {
  const { names, folder } = await identitiesWith(', auto_provision_identities: true')
  expect(names).toEqual([
    ['dev/Admin', 'boss'],
    ['dev/ReadOnly', undefined],
  ])
  expect(folder).toBe('/work')
})

it('leaves it alone where the provider does not ask for it', async () => {
  expect((await identitiesWith('')).names).toEqual([['dev/Admin', 'boss']])
})
