import * as v from 'valibot'
import { defineIdentity, defineIntegration, defineProvider } from '../../src/auth/define-kind.ts'
import { accountId, regionName, secretText, text } from '../../src/auth/fields.ts'
import type { Catalog } from '../../src/auth/kind.ts'
import { Secret } from '../../src/auth/secret.ts'

const never = () => Promise.reject(new Error('nobody signs in here'))

/** A catalog of five kinds, to check configurations against without any service behind them. */
export const smallCatalog: Catalog = {
  identify: never,
  consoleAddress: never,
  providers: [
    defineProvider({
      kind: 'test/portal',
      title: 'a portal',
      spec: v.object({
        start_url: text,
        region: regionName,
        spec: v.optional(v.object({ endpoint_url: v.optional(text) })),
      }),
      yields: 'sso',
      authenticate: never,
    }),
  ],
  identities: [
    defineIdentity({
      kind: 'test/role',
      title: 'a role',
      spec: v.object({
        principal: v.object({
          assume_role: text,
          session_name: v.optional(v.string()),
          duration: v.optional(v.number()),
          account: v.optional(v.union([text, v.object({ id: accountId }), v.object({ name: text })])),
        }),
      }),
      accepts: ['aws', 'sso'],
      yields: 'aws',
      authenticate: never,
    }),
    defineIdentity({
      kind: 'test/keys',
      title: 'keys',
      spec: v.object({
        credentials: v.object({
          access_key_id: text,
          secret_access_key: secretText,
          mfa: v.optional(v.boolean()),
        }),
      }),
      accepts: [],
      yields: 'aws',
      authenticate: never,
    }),
    defineIdentity({
      kind: 'test/saml',
      title: 'accepts what nobody gives',
      spec: v.object({}),
      accepts: ['saml'],
      yields: 'aws',
      authenticate: never,
    }),
  ],
  integrations: [
    defineIntegration({
      kind: 'test/registry',
      title: 'a registry',
      label: 'Test login',
      spec: v.object({ registry: v.object({ account_id: accountId, region: regionName }) }),
      accepts: ['aws'],
      serves: ({ registry }) => [`${registry.account_id}.${registry.region}.example.com`],
      tokenKey: ({ registry }) => registry.region,
      fetchToken: async () => ({ username: 'AWS', password: new Secret('x'), expiresAt: 0 }),
    }),
  ],
}
