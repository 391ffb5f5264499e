import { expect, it } from 'vitest'
import { fakeHome } from '../../test/doubles/home.ts'
import { forgetDiscovered, keepDiscovered } from './keep-discovered.ts'

const dev = {
  name: 'dev/Admin',
  kind: 'aws/permission-set',
  role: 'Admin',
  account: { id: '123456789012', name: 'dev' },
}

it('keeps what was discovered until it is forgotten', async () => {
  const home = fakeHome()
  const path = await keepDiscovered({ provider: 'sso', identities: [dev] }, home)
  expect(path).toBe('/home/me/.cache/atmos/auth/sso/provisioned-identities.yaml')
  expect(home.files.contents()[path]).toContain('"dev/Admin":')
  await keepDiscovered({ provider: 'sso', identities: [] }, home)
  expect(home.files.contents()[path]).toContain('identities: {}')
  expect(await forgetDiscovered('sso', home)).toBe(true)
  expect(await forgetDiscovered('sso', home)).toBe(false)
})
