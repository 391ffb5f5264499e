import * as v from 'valibot'
import { defineProvider } from '../../../auth/define-kind.ts'
import { mockCredentials } from '../../mock-credentials.ts'

/** A provider for trying configurations out: it asks nobody. */
export const mockAwsProvider = defineProvider({
  kind: 'mock/aws',
  title: 'Mock provider, for tests',
  spec: v.optional(v.looseObject({}), {}),
  yields: 'aws',
  authenticate: async () =>
    mockCredentials({
      id: 'MOCK_ACCESS_KEY_ID',
      secret: 'MOCK_SECRET_ACCESS_KEY',
      token: 'MOCK_SESSION_TOKEN',
    }),
})

/** Atmos's other spelling of it. */
export const mockProvider = { ...mockAwsProvider, kind: 'mock' }
