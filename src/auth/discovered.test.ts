import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { fakeOutside } from '../../test/doubles/outside.ts'
import { type DiscoveredIdentity, discoveredFile } from './discovered.ts'
import { discoveredYaml } from './discovered-yaml.ts'

const effects = fakeOutside({})

describe('the file of discovered identities', () => {
  it.each([
    ['sso', '/home/me/.cache/atmos/auth/sso/provisioned-identities.yaml'],
    ['My/SSO', '/home/me/.cache/atmos/auth/my%2Fsso/provisioned-identities.yaml'],
    ['..', '/home/me/.cache/atmos/auth/%2E%2E/provisioned-identities.yaml'],
    ['', '/home/me/.cache/atmos/auth/provisioned-identities.yaml'],
    ['ü 1', '/home/me/.cache/atmos/auth/%C3%BC%201/provisioned-identities.yaml'],
  ])('of provider %j is %s', (provider, path) => {
    expect(discoveredFile(provider, effects)).toBe(path)
  })

  it('never leaves its folder, and two providers never share it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        const [path, second] = [discoveredFile(one, effects), discoveredFile(other, effects)]
        expect(path.split('/')).toHaveLength(8)
        expect(path === second).toBe(one.toLowerCase() === other.toLowerCase())
      }),
    )
  })

  it('is configuration in Atmos’s shape, whatever the names hold', () => {
    const identity: fc.Arbitrary<DiscoveredIdentity> = fc.record({
      name: fc.string({ unit: 'binary' }),
      kind: fc.constant('aws/permission-set'),
      role: fc.string({ unit: 'binary' }),
      account: fc.record({ id: fc.string(), name: fc.string({ unit: 'binary' }) }),
    })
    const identities = fc.uniqueArray(identity, { selector: ({ name }) => name })
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), identities, (provider, found) => {
        const read = load(discoveredYaml(provider, { identities: found, at: 0 })) as Record<string, unknown>
        expect(read).toEqual({
          auth: {
            _metadata: {
              provider,
              provisioned_at: '1970-01-01T00:00:00.000Z',
              counts: {
                accounts: new Set(found.map(({ account }) => account.id)).size,
                identities: found.length,
              },
            },
            identities: Object.fromEntries(
              found.map(({ name, kind, role, account }) => [
                name,
                { kind, provider, via: { provider }, principal: { name: role, account } },
              ]),
            ),
          },
        })
      }),
    )
  })
})
