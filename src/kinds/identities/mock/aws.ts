import * as v from 'valibot'
import { defineIdentity } from '../../../auth/define-kind.ts'
import { mockCredentials } from '../../mock-credentials.ts'

/** An identity for trying configurations out: it asks nobody. */
export const mockAws = defineIdentity({
  kind: 'mock/aws',
  title: 'Mock identity, for tests',
  spec: v.optional(v.looseObject({}), {}),
  accepts: ['aws'],
  yields: 'aws',
  authenticate: async ({ name }) =>
    mockCredentials({ id: `MOCK_KEY_${name}`, secret: `MOCK_SECRET_${name}`, token: `MOCK_TOKEN_${name}` }),
})

/** Atmos's other spelling of it. */
export const mock = { ...mockAws, kind: 'mock' }
